-- A web shop.

-- edit customers: batch_op.add_column(sa.Column("phone", sa.String(40)))
-- edit customers: batch_op.alter_column("name", existing_type=sa.String(80), nullable=False)
CREATE TABLE customers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    email VARCHAR(255) NOT NULL COLLATE NOCASE UNIQUE,
    name VARCHAR(80),
    newsletter BOOLEAN NOT NULL DEFAULT 0,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP
);
INSERT INTO customers VALUES (1, 'ada@example.org', 'Ada', 1, '2021-03-01 09:00:00'),
    (2, 'grace@example.org', 'Grace', 0, '2021-03-02 10:30:00'), (7, 'linus@example.org', 'Linus', 0, '2021-04-01 12:00:00');
DELETE FROM customers WHERE id = 7;

-- edit categories: batch_op.create_unique_constraint("uq_categories_slug", ["slug"])
CREATE TABLE categories (
    id INTEGER PRIMARY KEY,
    parent_id INTEGER REFERENCES categories (id) ON DELETE SET NULL,
    slug TEXT NOT NULL,
    title TEXT NOT NULL
);
INSERT INTO categories VALUES (1, NULL, 'books', 'Books'), (2, 1, 'novels', 'Novels'), (3, 1, 'maps', 'Maps');

-- edit products: batch_op.alter_column("price", existing_type=sa.Integer(), nullable=False)
-- edit products: batch_op.alter_column("stock", existing_type=sa.Integer(), server_default="0")
CREATE TABLE products (
    id INTEGER PRIMARY KEY,
    category_id INTEGER REFERENCES categories (id) ON DELETE RESTRICT,
    sku VARCHAR(20) NOT NULL UNIQUE,
    title TEXT NOT NULL,
    price INTEGER CONSTRAINT price_positive CHECK (price >= 0), -- in cents
    stock INTEGER DEFAULT 1,
    data JSON
);
CREATE INDEX products_category ON products (category_id, price DESC);
CREATE INDEX products_title ON products (lower(title));
INSERT INTO products VALUES (1, 2, 'N-1', 'Moby Dick', 1290, 3, '{"pages": 635}'), (2, 2, 'N-2', 'Emma', 990, 0, NULL),
    (3, 3, 'M-1', 'Atlas', 4900, 1, '{}');

-- edit orders: batch_op.create_check_constraint("ck_orders_status", "status IN ('new', 'paid', 'sent', 'void')")
CREATE TABLE orders (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    status TEXT NOT NULL DEFAULT 'new',
    total DECIMAL(10,2) NOT NULL DEFAULT '0.00',
    placed_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX orders_open ON orders (placed_at) WHERE status = 'new';
INSERT INTO orders VALUES (10, 1, 'paid', 22.8, '2021-05-01 10:00:00'), (11, 2, 'new', 49, '2021-05-02 11:00:00'),
    (15, 1, 'new', 9.9, '2021-05-03 12:00:00');
DELETE FROM orders WHERE id = 15;

-- edit order_items: batch_op.alter_column("qty", existing_type=sa.Integer(), new_column_name="quantity")
CREATE TABLE order_items (
    order_id INTEGER NOT NULL REFERENCES orders ON DELETE CASCADE,
    product_id INTEGER NOT NULL REFERENCES products,
    qty INTEGER NOT NULL DEFAULT 1 CHECK (qty BETWEEN 1 AND 99),
    unit_price INTEGER NOT NULL,
    PRIMARY KEY (order_id, product_id)
);
INSERT INTO order_items VALUES (10, 1, 1, 1290), (10, 2, 1, 990), (11, 3, 1, 4900);
CREATE TRIGGER order_items_stock AFTER INSERT ON order_items BEGIN
    UPDATE products SET stock = stock - NEW.qty WHERE id = NEW.product_id;
END;

CREATE VIEW best_sellers AS SELECT p.title, count(*) AS sold FROM order_items i JOIN products p ON p.id = i.product_id
    GROUP BY p.id ORDER BY sold DESC, p.title;
ANALYZE;
