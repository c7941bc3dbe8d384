<%
a = b = c = 1
a, (b, c) = x
[a, b] = x
a.b[1] = 2
a += 1; a //= 2; a **= 3;
x: int
y: "str" = 1
%>