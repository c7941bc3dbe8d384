<%def name="upgrade()">
SELECT ${env(env("A"))};
</%def>
