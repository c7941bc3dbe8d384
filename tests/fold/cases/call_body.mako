<%def name="wrapped(name)">
CREATE TABLE ${name | id} (
${caller.body()}
);
${caller.extra()}
</%def>
<%def name="upgrade()">
<% type = "INTEGER" %>
<%call expr="wrapped('t')">
  x ${type | n}, y TEXT
<%def name="extra()">
CREATE INDEX i ON t (x);
</%def>
</%call>
</%def>
