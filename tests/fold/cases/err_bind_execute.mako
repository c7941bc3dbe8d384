<%def name="upgrade()">
<%
bind = op.get_bind()
row = bind.execute("SELECT a FROM t").mappings()
rows = op.query("SELECT a FROM t")
one = bind.execute("SELECT a FROM t").scalar(1)
%>
</%def>
