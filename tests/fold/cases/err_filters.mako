<%def name="upgrade()">
SELECT ${"a" | h}, ${"a" | upcase};
SELECT ${env("A") | n, trim};
</%def>
