<%def name="change()"><%
op.create_table("a", sa.Column("x", sa.Integer))
op.execute("UPDATE a SET x = 1")
op.execute("ALTER TABLE a RENAME COLUMN x TO y")
op.drop_table("b")
op.drop_column("b", "x")
op.bulk_insert(sa.table("a"), [{"y": 1}])
%>
UPDATE a SET x = 1;
</%def>
