-- That every entry of a timeline is of one of the kinds. Others go on reading and writing meanwhile.
alter table request_timeline validate constraint request_timeline_kind_check;
