-- How a city's portal looks; null: as the program has it.
alter table jurisdictions
  add column portal_title text,
  -- '#rrggbb', dark enough for white text.
  add column portal_brand text,
  add column portal_tiles_url text,
  add column portal_tiles_attribution text,
  -- The name of the picture in city_logos.
  add column portal_logo text;

-- Logos, made anew from their pixels. Small and few, so they are rows: a logo is there when its city says so, and gone with it.
create table city_logos (
  jurisdiction_id text primary key references jurisdictions,
  -- Changes with the picture, as its address does. Indexed since a call names it alone.
  logo_id text not null unique check (logo_id ~ '^[0-9a-f]{32}$'),
  png bytea not null
);
