## settings: dialects=postgresql
<%def name="change()">
CREATE SCHEMA app;
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE t (m mood DEFAULT 'sad'::mood);
ALTER TYPE mood RENAME TO "Temper";
ALTER TYPE "Temper" SET SCHEMA app;
ALTER TYPE app."Temper" SET SCHEMA public;
DROP TABLE t;
</%def>
