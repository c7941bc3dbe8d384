## settings: dialects=postgresql
<%def name="change()">
CREATE TYPE vector AS ENUM ('n', 's');
CREATE TYPE citext AS ENUM ('a');
CREATE TYPE "time slot" AS ENUM ('a');
CREATE TABLE t (a vector, b vector[], c public.vector, d money, e "time slot", id int);
<% op.add_column("t", sa.Column("f", CITEXT)) %>
ALTER TYPE vector RENAME TO direction;
ALTER TYPE citext RENAME TO kind;
ALTER TABLE t DROP COLUMN a, DROP COLUMN b, DROP COLUMN c, DROP COLUMN d, DROP COLUMN e, DROP COLUMN f;
</%def>
