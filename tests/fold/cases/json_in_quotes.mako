## settings: dialects=sqlite
<%def name="upgrade()">
INSERT INTO t VALUES ('${{"a": "it's"} | json}', '${[env("A")] | json}', ${{"a": "it's"} | json});
</%def>
