<%namespace name="lib" file="lib/audit.mako"/>
<%def name="upgrade()">
${lib.audit("users")}
<%include file="lib/plain.mako"/>
SELECT ${lib.limit};
</%def>
=== lib/audit.mako
<%! limit = 10 %>
<%def name="audit(t)">
INSERT INTO audit VALUES (${t}, ${limit});
</%def>
=== lib/plain.mako
<%! there = "plain" %>
INSERT INTO included VALUES (${there}, ${revision});
