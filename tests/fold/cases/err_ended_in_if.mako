<%def name="upgrade()">
SELECT 1
% if op.has_table("a"):
; INSERT INTO a VALUES (2);
% else:
; INSERT INTO b VALUES (2);
% endif
INSERT INTO c VALUES (3);
</%def>
<%def name="downgrade()">
SELECT 2
% if op.has_table("a"):
<% raise ValueError("a") %>
% else:
;
% endif
INSERT INTO c VALUES (3);
</%def>
=== env.mako
<%def name="before_each()">
SELECT 3
% if op.has_table("a"):
; INSERT INTO b VALUES (2);
<% raise ValueError("a") %>
% endif
;
</%def>
<%def name="after_each()">
SELECT 4
% for row in op.query("SELECT 2"):
; INSERT INTO b VALUES (2);
<% raise ValueError("a") %>
% endfor
;
</%def>
<%def name="leaves_open()">
% if op.has_table("a"):
SELECT 5
<% return %>
% endif
<% raise ValueError("not a") %>
</%def>
<%def name="before_upgrade()">
${leaves_open()};
</%def>
