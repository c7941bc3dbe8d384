<%def name="upgrade()">
SELECT E${"a"}, $${"b"};
</%def>
