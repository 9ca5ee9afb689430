-- PostgreSQL takes no statistics from an index that holds some rows only, as those of cells do, and would expect one case in
-- two hundred in every cell: too few to see that a place has more than can be counted.
create statistics requests_in_small_cells on (cell_of(lat, long, 256)) from requests;
create statistics requests_in_large_cells on (cell_of(lat, long, 32)) from requests;
analyze requests;
