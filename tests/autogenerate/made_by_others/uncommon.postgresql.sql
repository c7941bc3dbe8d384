-- What is carried as it is.
CREATE COLLATION german (provider = icu, locale = 'de-DE');
CREATE TYPE floats AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE TABLE guarded (id int PRIMARY KEY, owner text, a int, b int, r floats, g text COLLATE german);
ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON guarded FOR ALL TO PUBLIC USING (owner = current_user) WITH CHECK (owner = current_user);
CREATE POLICY readable ON guarded AS RESTRICTIVE FOR SELECT USING (a > 0);
CREATE VIEW guarded_names AS SELECT id, owner FROM guarded;
CREATE RULE no_delete AS ON DELETE TO guarded DO INSTEAD NOTHING;
CREATE RULE add_name AS ON INSERT TO guarded_names DO INSTEAD INSERT INTO guarded (id, owner) VALUES (NEW.id, NEW.owner);
CREATE AGGREGATE total (int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
CREATE STATISTICS guarded_ab (dependencies) ON a, b FROM guarded;
