<%doc>products</%doc>
<%!
revision = "0001"
down_revision = None
%>

<%def name="upgrade()">
CREATE TABLE products (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);
INSERT INTO products (id, name) VALUES (1, 'lamp');
</%def>

<%def name="downgrade()">
DROP TABLE products;
</%def>
