<%def name="upgrade()">
<%
names = [n.upper() for n in ["a", "b", "c"] if n != "b"]
pairs = {k: v for k, v in zip(names, range(2))}
kinds = {n for n in ["x", "x", "y"]}
nested = [a + b for a in "ab" for b in "12"]
lengths = [len(w) for w in env("WORDS").split() if w]
some = [n for n in names if n != env("NOT")]
%>
SELECT ${names}, ${pairs["C"]}, ${len(kinds)}, ${nested};
SELECT ${lengths}, ${some};
</%def>
