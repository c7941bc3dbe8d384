<%def name="upgrade()">
SELECT ${os.envron}, ${sa.Columns("x")}, ${os.environ.gett("X")};
</%def>
