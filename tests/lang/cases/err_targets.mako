<%
1 = a
f() = a
a == b = c
a + b += 1
a, b += 1
"x": int = 1
a |= b
*a, b = c
%>
