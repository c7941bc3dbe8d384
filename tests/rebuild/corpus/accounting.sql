-- Double-entry accounting.

-- edit currency: batch_op.alter_column("digits", existing_type=sa.Integer(), nullable=False)
CREATE TABLE currency (code CHAR(3) NOT NULL PRIMARY KEY CHECK (length(code) = 3), name TEXT NOT NULL, digits INTEGER DEFAULT 2);
INSERT INTO currency VALUES ('EUR', 'Euro', 2), ('JPY', 'Yen', 0);

-- edit ledger: batch_op.drop_constraint("ledger_kind", type_="check")
-- edit ledger: batch_op.create_check_constraint("ledger_kind", "kind IN ('asset', 'debt', 'income', 'expense', 'equity')")
CREATE TABLE ledger (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    currency CHAR(3) NOT NULL DEFAULT 'EUR' REFERENCES currency (code) ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT ledger_kind CHECK (kind IN ('asset', 'debt', 'income', 'expense'))
);
INSERT INTO ledger VALUES (1, '1000', 'Cash', 'asset', 'EUR'), (2, '4000', 'Sales', 'income', 'EUR'), (3, '1010', 'Bank', 'asset', 'JPY');

-- edit journal: batch_op.add_column(sa.Column("booked_by", sa.String(40)))
CREATE TABLE journal (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    day DATE NOT NULL,
    text TEXT NOT NULL DEFAULT '',
    reverses INTEGER UNIQUE REFERENCES journal (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO journal VALUES (1, '2023-01-02', 'opening', NULL), (2, '2023-01-03', 'sale', NULL), (3, '2023-01-04', 'wrong', NULL);
DELETE FROM journal WHERE id = 3;

-- edit posting: batch_op.alter_column("amount", existing_type=sa.Numeric(12, 2), type_=sa.Numeric(16, 4))
CREATE TABLE posting (
    id INTEGER PRIMARY KEY,
    journal_id INTEGER NOT NULL REFERENCES journal (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    ledger_id INTEGER NOT NULL REFERENCES ledger (id),
    amount DECIMAL(12,2) NOT NULL CHECK (amount <> 0), -- debit positive
    note TEXT
);
CREATE INDEX posting_ledger ON posting (ledger_id);
CREATE INDEX posting_size ON posting (abs(amount));
INSERT INTO posting VALUES (1, 1, 1, 100.25, NULL), (2, 1, 2, -100.25, NULL), (3, 2, 3, 50, 'cash'), (4, 2, 2, -50, NULL);
CREATE TRIGGER posting_closed BEFORE UPDATE ON posting BEGIN
    SELECT RAISE(ABORT, 'postings are final');
END;

-- edit invoice: batch_op.drop_column("discount")
CREATE TABLE invoice (
    number VARCHAR(12) NOT NULL,
    year SMALLINT NOT NULL,
    net MONEY NOT NULL,
    tax MONEY NOT NULL DEFAULT 0,
    discount MONEY,
    gross MONEY AS (net + tax) STORED,
    paid_by INTEGER REFERENCES journal (id) ON DELETE SET NULL,
    CONSTRAINT invoice_pk PRIMARY KEY (year, number)
);
INSERT INTO invoice (number, year, net, tax, paid_by) VALUES ('R-1', 2023, 100, 19, 2), ('R-2', 2023, 200.5, 38.1, NULL);

CREATE VIEW balance AS SELECT l.number, l.name, total(p.amount) AS amount FROM ledger l LEFT JOIN posting p ON p.ledger_id = l.id GROUP BY l.id;
