<%
a = 1 2
f(a, b c)
x = {"a" 1}
if x
    y z
else:
    q
ok = 1
import
%>
${a b}
