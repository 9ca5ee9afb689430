-- That every case has one of the visibilities. Others go on reading and writing meanwhile.
alter table requests validate constraint requests_visibility_check;
