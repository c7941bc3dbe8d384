## settings: from_scratch=no
<%def name="upgrade()">
INSERT INTO t VALUES (${1}, ${-2}, ${2.5}, ${True}, ${None}, ${"it's"}, ${'a\\b'}, ${b"\x00\xff"});
SELECT * FROM t WHERE a IN ${[1, 2, 3]} AND b IN ${["x", "y'"]} AND c - ${-1} > 0;
COMMENT ON TABLE t IS ${"the table"};
</%def>
