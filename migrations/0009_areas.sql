-- Districts: the areas of kind 'district'. A case bears the one it lies in, so that lists and counts need no geometry.

alter table areas add constraint areas_known_kind check (kind in ('outline', 'district')) not valid;

-- Grows with every import of districts: a case whose stamp is of an older version is stamped again.
alter table jurisdictions add column areas_version integer not null default 0;

alter table requests add column area_code text;
alter table requests add column areas_version integer not null default 0;
create index requests_by_stamp on requests (jurisdiction_id, areas_version);

-- Where a service is offered; without a row, everywhere in the city.
create table service_areas (
  jurisdiction_id text not null,
  service_code text not null,
  kind text not null default 'district' check (kind = 'district'),
  area_code text not null,
  primary key (jurisdiction_id, service_code, area_code),
  foreign key (jurisdiction_id, service_code) references services on delete cascade,
  foreign key (jurisdiction_id, kind, area_code) references areas
);
create index service_areas_by_area on service_areas (jurisdiction_id, kind, area_code);
