<%def name="upgrade()">
SELECT 1 -${-1}, 1 -${"-1" | n}, 1 -${text("-1")}, 1 /${text("*") | n} 2, 1 -${env("X") | n}, 1 -${env("Y") | int}-1;
</%def>
