<%! def slugify(s): return s.lower().replace(" ", "-") %>
<%def name="upgrade()">
<% count = 0 %>
% for row in op.query("SELECT id, name FROM users WHERE slug IS NULL"):
UPDATE users SET slug = ${slugify(row.name)} WHERE id = ${row.id};
<% count += 1 %>
%   if loop.first:
INSERT INTO log VALUES ('first');
%   endif
% endfor
% for id, name in op.query("SELECT id, name FROM users WHERE a = :a", {"a": env("A")}):
INSERT INTO other VALUES (${id}, ${name});
% endfor
SELECT ${count};
</%def>
