<%def name="upgrade()">
CREATE TABLE t (a TIMESTAMP DEFAULT ${now()}, b BOOLEAN DEFAULT ${sa.true()}, c TEXT DEFAULT ${null()});
INSERT INTO t (a) VALUES (${func.now()}), (${func.coalesce(None, "x'", func.current_timestamp())});
INSERT INTO t (a) VALUES (${func.lower(env("A"))}), (${text("a || 'b'")});
UPDATE t SET a = ${now() if env("NOW", True) else null()};
</%def>
