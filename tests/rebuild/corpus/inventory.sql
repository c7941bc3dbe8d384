-- A warehouse.

-- edit location: batch_op.alter_column("capacity", existing_type=sa.Integer(), nullable=False, server_default="100")
CREATE TABLE location (aisle TEXT NOT NULL, shelf INTEGER NOT NULL, capacity INTEGER DEFAULT 100, CONSTRAINT location_capacity CHECK (capacity > 0), PRIMARY KEY (aisle, shelf));
INSERT INTO location VALUES ('A', 1, 100), ('A', 2, 50), ('B', 1, 100);

-- edit item: batch_op.create_index("item_name", ["name"], unique=True)
-- edit item: batch_op.alter_column("weight", existing_type=sa.Float(), type_=sa.Numeric(8, 3))
CREATE TABLE item (
    ean CHAR(13) PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    weight REAL,          -- kg
    price DECIMAL(10, 2), -- net
    supplier_id INTEGER REFERENCES supplier (id) ON UPDATE CASCADE ON DELETE SET DEFAULT DEFERRABLE
);
INSERT INTO item VALUES ('4000000000001', 'Screw', 0.01, 0.05, 1), ('4000000000002', 'Nut', 0.0125, 0.04, NULL);

-- edit stock: batch_op.create_check_constraint("stock_amount", "amount >= 0")
CREATE TABLE stock (
    aisle TEXT NOT NULL,
    shelf INTEGER NOT NULL,
    ean CHAR(13) NOT NULL REFERENCES item (ean) ON UPDATE CASCADE,
    amount INTEGER NOT NULL DEFAULT 0,
    counted_at DATETIME,
    PRIMARY KEY (aisle, shelf, ean),
    FOREIGN KEY (aisle, shelf) REFERENCES location (aisle, shelf) ON DELETE CASCADE
);
INSERT INTO stock VALUES ('A', 1, '4000000000001', 500, NULL), ('A', 2, '4000000000002', 40, '2024-01-01 00:00:00');
CREATE TRIGGER stock_empty AFTER UPDATE OF amount ON stock WHEN NEW.amount = 0 BEGIN
    DELETE FROM stock WHERE rowid = NEW.rowid;
END;

-- edit supplier: batch_op.alter_column("name", existing_type=sa.Text(), new_column_name="company")
CREATE TABLE supplier (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, rating NUMERIC(3,1) DEFAULT 0.0, terms TEXT DEFAULT '30 days, net');
INSERT INTO supplier VALUES (1, 'Bolts & Co', 4.5, '30 days, net'), (2, 'ACME', 3, '10 days');
CREATE VIEW low AS SELECT ean, sum(amount) AS amount FROM stock GROUP BY ean HAVING sum(amount) < 100;
ANALYZE;
