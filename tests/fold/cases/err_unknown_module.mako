<%def name="upgrade()">
SELECT ${os.envron}, ${sa.Column("x")}, ${os.environ.gett("X")};
</%def>
