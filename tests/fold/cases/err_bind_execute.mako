<%def name="upgrade()">
<%
bind = op.get_bind()
row = bind.execute("SELECT a FROM t").fetchone()
rows = bind.execute("SELECT a FROM t").fetchall()
rows = op.query("SELECT a FROM t")
one = bind.execute("SELECT a FROM t").scalar(1)
%>
</%def>
