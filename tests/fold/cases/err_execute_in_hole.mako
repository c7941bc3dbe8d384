<%def name="upgrade()">
${op.execute("SELECT 1")}
SELECT ${op.execute_raw(env("X"))};
${env.execute("x")}
</%def>
