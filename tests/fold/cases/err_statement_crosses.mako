<%def name="begin()">
SELECT 1
% if op.has_table("a"):
<% return %>
% endif
, 2
</%def>
<%def name="end()">
;
% if op.has_table("a"):
<% return %>
% endif
SELECT 3;
</%def>
<%def name="both()">
; SELECT 3
% if op.has_table("a"):
<% return %>
% endif
, 4
</%def>
<%def name="upgrade()">
${begin()};
SELECT 5
% if op.has_table("b"):
, 6
% endif
${end()}
SELECT 7
% if op.has_table("b"):
, 8
% endif
${both()};
</%def>
<%def name="downgrade()">
% for i in [1]:
SELECT ${i}
% if op.has_table("a"):
<% continue %>
% endif
, 2
% endfor
;
</%def>
