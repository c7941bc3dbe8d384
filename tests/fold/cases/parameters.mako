## settings: from_scratch=no
<%def name="upgrade()">
<% a = env("A"); b = env("B", 2); c = env("C", True); d = env("D", 1.5) %>
INSERT INTO t (a, b, c, d) VALUES (${a}, ${b}, ${c}, ${d});
UPDATE t SET a = ${a}, b = b + ${b} WHERE c = ${c} AND d BETWEEN ${d} AND ${d};
DELETE FROM t WHERE a IN (${a}, ${b}) AND a LIKE ${a} LIMIT ${b};
SELECT concat('a', ${a}), ${b} IS NULL FROM t WHERE x = ${a}::text;
SELECT * FROM t WHERE x = ${a} COLLATE "C";
ALTER TABLE t ADD COLUMN e TEXT DEFAULT ${a};
</%def>
