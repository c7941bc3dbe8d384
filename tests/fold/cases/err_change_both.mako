<%def name="change()"><% op.create_table("a", sa.Column("x", sa.Integer)) %></%def>
<%def name="upgrade()">SELECT 1;</%def>
