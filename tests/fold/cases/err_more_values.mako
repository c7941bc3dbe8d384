<%def name="upgrade()">
% for i in [1]:
SELECT ${loop.cycle()};
% endfor
SELECT '${[env("A"), 1]}';
SELECT ${[len, 1]}, ${{"a": env("A")}}, ${func.x(a=1)};
</%def>
