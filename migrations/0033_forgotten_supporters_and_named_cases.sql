-- Of a supporter who is forgotten the row stays, so that their number does: under a hash that was made of nothing, and without
-- a time, which says that it is nobody's.
alter table request_supporters alter column supported_at drop not null;
create index request_supporters_known on request_supporters (jurisdiction_id, number) where supported_at is not null;

-- The case that the notes of an entry name, of which nobody is to read while it is hidden. No foreign key, as with duplicate_of.
alter table request_timeline add column names_case bigint;
update request_timeline t set names_case = r.duplicate_of
  from requests r
 where r.duplicate_of is not null and t.jurisdiction_id = r.jurisdiction_id and t.number = r.number
   and t.kind = 'status' and strpos(t.notes, r.duplicate_of::text) > 0;
