<%def name="upgrade()">
SELECT ${env("A", defalt=1)};
SELECT ${sorted([1], reversed=True)}, ${env()}, ${len(1, 2)};
</%def>
