<%def name="upgrade()">
<%
a = env("A"); n = env("N", 1)
%>
% if a == "x" and n > 3 or not a:
SELECT 1;
% endif
% if 0 < n < 10:
SELECT 2;
% endif
% if False and a:
SELECT 'never';
% endif
% if True or a:
SELECT 'always';
% endif
UPDATE t SET a = ${a or "default"}, b = ${"many" if n > 1 else "one"}, c = ${a if a is not None else 0};
</%def>
