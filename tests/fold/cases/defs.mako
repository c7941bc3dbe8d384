<%def name="audit(t, days=7)">
INSERT INTO audit VALUES (${t}, ${days});
</%def>
<%def name="column(name)">${name | id} INTEGER</%def>
<%def name="upgrade()">
${audit("users")}
<%self:audit t="roles" days="${30}"/>
CREATE TABLE t (${column("a")}, ${column("b")});
<% audit("again") %>
<% both = column("x") + text(", ") + column("y") %>
CREATE TABLE u (${both});
${part(True)}
${part(False)}
</%def>
<%def name="part(go)">
SELECT 'part';
% if not go:
<% return %>
% endif
SELECT 'rest';
</%def>
