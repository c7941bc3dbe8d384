<%def name="upgrade()">
SELECT * FROM ${"users"};
INSERT INTO ${env("T")} VALUES (1);
</%def>
