<%def name="upgrade()">
UPDATE t SET x = ${text("now()") if env("A") else "b"};
UPDATE t SET x = ${text("a; b") if env("A") else text("c")};
</%def>
