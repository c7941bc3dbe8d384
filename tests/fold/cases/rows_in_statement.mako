<%def name="upgrade()">
INSERT INTO t VALUES (0)
% for row in op.query("SELECT id FROM a"):
, (${row.id})
% endfor
;
% for row in op.query(f"SELECT id FROM {env('T')} WHERE x = {env('X')}"):
<% n = op.scalar("SELECT count(*) FROM b WHERE id = :id", {"id": row.id}) %>
UPDATE b SET n = ${n} WHERE id = ${row["id"]};
% endfor
</%def>
