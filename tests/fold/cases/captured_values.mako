<%def name="value(v)">coalesce(${v}, ${"x"})</%def>
<%def name="upgrade()">
<% both = [value(1), value(env("V"))] %>
UPDATE t SET a = ${both[0]}, b = ${both[1]};
<% op.execute(text("SELECT ") + value(env("W"))) %>
SELECT ${value(2) if dialect == "sqlite" else value(3)};
</%def>
