<%doc>prices</%doc>
<%!
revision = "0002"
down_revision = "0001"
%>

<%def name="upgrade()">
ALTER TABLE products ADD COLUMN price INTEGER;
% for row in op.query("SELECT id FROM products"):
UPDATE products SET price = ${100 * row.id} WHERE id = ${row.id};
% endfor
</%def>

<%def name="downgrade()">
ALTER TABLE products DROP COLUMN price;
</%def>
