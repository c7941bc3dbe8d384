<%def name="upgrade()">
<%
xs = [[1], 2, 3]
xs.first = 1
xs[0][0] = 2
xs[0:1] = [3]
xs[1:] += [3]
for xs.each in xs:
    pass
for row in op.query("SELECT 1"):
    row.a = 1
xs[1], (x, self.y) = 1, (2, 3)
%>
</%def>
<%def name="downgrade()">
</%def>
