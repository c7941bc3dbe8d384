<%! table = "my table" %>
<%! def slug(s): return s.lower().replace(" ", "_") %>
<%def name="upgrade()">
CREATE TABLE ${table | id} (x INTEGER);
CREATE TABLE ${"s.t" | id} (x INTEGER);
CREATE INDEX ix_${table | slug, n} ON ${table | id} (x);
INSERT INTO ${"t" | n} VALUES (${" a B " | trim, upper}, ${"A" | lower}, ${{"a": [1, None, "x'"]} | json});
UPDATE t SET x = ${table | slug};
</%def>
