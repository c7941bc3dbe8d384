<%def name="upgrade()">
<% kind = "none" %>
% if env("A", True):
CREATE TABLE a (x INTEGER);
<% kind = "a" %>
% elif env("B") == "x":
CREATE TABLE b (x INTEGER);
<% kind = "b" %>
% else:
CREATE TABLE c (x INTEGER);
% endif
INSERT INTO kinds VALUES (${kind});
</%def>
