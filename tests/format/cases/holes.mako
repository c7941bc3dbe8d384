<%def name="upgrade()">
INSERT INTO t VALUES (${ a }, ${a|id}, ${ f( a,b=1 )|json , n }, ${ {"a":1}["a"] });   
SELECT '   
  ${x}   
', $$   
$$  , "a   
b" -- c   
/*   
*/   
    
FROM t;
INSERT INTO t VALUES (${f(
   a, b)}, ${g(
   "a rather long argument of this function", "another rather long argument of this function", "and a third one")});
SELECT ${loop.cycle("a rather long argument of this function", "another rather long argument of this function", "c")};
</%def>
<%def name="other()">
as it is   
</%def>
