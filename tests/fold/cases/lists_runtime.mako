<%def name="upgrade()">
<% a = env("A") %>
DELETE FROM t WHERE x IN ${[a, "b", 3]};
DELETE FROM t WHERE x IN ${a.split(",")};
SELECT ${len([a, a])}, ${[1, a][0]}, ${[a, 2][1:]};
</%def>
