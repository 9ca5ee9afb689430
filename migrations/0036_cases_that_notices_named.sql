-- Those that were written before, also of duplicates that were opened again since. Where nobody can see the case that is named,
-- the public reads another notice now, and who has a copy of it has to learn of that.
with named as (
  update request_timeline set names_case = case_named(notes)
   where detailed_status = 'duplicate' and names_case is null and case_named(notes) is not null
  returning jurisdiction_id, number, names_case
)
update requests r set version = r.version + 1, updated_at = greatest(r.updated_at, begin_case_write())
 where r.visibility = 'public'
   and exists (select from named
                 join requests n on n.jurisdiction_id = named.jurisdiction_id and n.number = named.names_case
                where named.jurisdiction_id = r.jurisdiction_id and named.number = r.number and n.visibility <> 'public');
