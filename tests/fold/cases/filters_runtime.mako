<%! def slug(s): return s.lower().replace(" ", "_") %>
<%def name="upgrade()">
<% t = env("T") %>
CREATE TABLE ${t | id} (x VARCHAR(${env("N", 30)}));
CREATE INDEX ix_${t | n} ON ${t | id} (x);
UPDATE a SET x = ${t | trim, slug}, y = ${{"k": t} | json} WHERE z = ${t | upper};
</%def>
