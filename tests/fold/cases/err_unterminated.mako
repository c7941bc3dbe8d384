<%def name="upgrade()">
SELECT 'abc;

</%def>
