<%def name="upgrade()">
SELECT ${revison};
</%def>
