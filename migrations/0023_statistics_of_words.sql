-- Otherwise nothing is known of the words until PostgreSQL looks at the table by itself.
analyze requests;
