<%def name="upgrade()">
SELECT ${"a".uper()}, ${env("A").stirp()}, ${"a".foo};
</%def>
