<%!
revision = "a1"
down_revision = None
names = ["a", "b"]
raw = sa.text("'")
%>
<%namespace name="lib" file="lib.mako"/>
<%def name="upgrade()">
% for name, n in zip(names, [1, 2]):
INSERT INTO t VALUES (${name}, ${n + 1}, ${f"{name}"}, ${anything | id});   
% endfor
SELECT '   
  ${names[0]}   
', $$   
$$  , "a   
b" -- c   
/*   
*/   
    
FROM t;
% for row in op.query("SELECT id FROM t"):
UPDATE t SET a = ${row.id};   
% endfor
<% op.execute("SELECT 1") %>
SELECT 1;   
INSERT INTO t VALUES (${raw}a   
b');
</%def>
<%def name="downgrade()">
INSERT INTO t VALUES (${"'" | n}a   
b');
</%def>
<%def name="change()">
SELECT 1;   
<% lib.quote() %>a   
'
</%def>
