-- A public library.

-- edit book: batch_op.drop_column("shelf_mark")
-- refused book: 'book_shelf'
CREATE TABLE book (
    isbn TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    shelf TEXT,
    shelf_mark TEXT,
    CONSTRAINT book_shelf UNIQUE (shelf, shelf_mark)
);
INSERT INTO book VALUES ('1', 'Emma', 'A', '7'), ('2', 'Persuasion', 'A', '8');

-- edit reader: batch_op.alter_column("card", existing_type=sa.Text(), nullable=False)
-- refused reader: column 'card' of table 'reader' becomes NOT NULL, and is NULL in 1 row
CREATE TABLE reader (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, card TEXT UNIQUE, birthday DATE);
INSERT INTO reader VALUES (1, 'Ann', 'C1', '1980-02-03'), (2, 'Ben', NULL, NULL);

-- edit loan: batch_op.drop_column("extended")
-- refused loan: 'overdue'
CREATE TABLE loan (
    id INTEGER PRIMARY KEY,
    isbn TEXT NOT NULL REFERENCES book (isbn) ON UPDATE CASCADE ON DELETE RESTRICT,
    reader_id INTEGER NOT NULL REFERENCES reader (id) ON DELETE CASCADE,
    due DATE NOT NULL,
    extended INTEGER NOT NULL DEFAULT 0,
    returned DATE
);
INSERT INTO loan VALUES (1, '1', 1, '2024-05-01', 1, NULL), (2, '2', 2, '2024-04-01', 0, '2024-03-20');
CREATE VIEW overdue AS SELECT r.name, l.isbn, l.due FROM loan l JOIN reader r ON r.id = l.reader_id WHERE l.returned IS NULL AND l.extended < 3;

-- edit fine: batch_op.create_foreign_key("fine_loan", "loan", ["loan_id"], ["id"])
-- refused fine: 1 row of 'fine' has no parent in 'loan'
CREATE TABLE fine (id INTEGER PRIMARY KEY, loan_id INTEGER NOT NULL, cents INTEGER NOT NULL CHECK (cents > 0));
INSERT INTO fine VALUES (1, 1, 150), (2, 99, 50);
