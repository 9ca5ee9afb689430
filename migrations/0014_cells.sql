-- Cells of a grid in degrees, so that an index can hold the cases of each in the order of their time: a list of a place then
-- reads about as many as it tells, however many there are.
create function cell_of(lat double precision, long double precision, per_degree integer) returns bigint
language sql immutable strict parallel safe as $$
  select floor((lat + 90) * per_degree)::bigint * 262144 + floor((long + 180) * per_degree)::bigint
$$;
