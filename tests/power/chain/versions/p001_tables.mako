<%doc>tables with rows on many pages, and what hangs on them</%doc>
<%!
revision = "p001"
down_revision = None
%>
<%def name="upgrade()">
CREATE TABLE authors (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL
);
CREATE TABLE books (
    id INTEGER PRIMARY KEY,
    author_id INTEGER REFERENCES authors (id) ON DELETE CASCADE,
    title TEXT,
    pages INTEGER DEFAULT 100,
    CONSTRAINT some_pages CHECK (pages >= 0)
);
CREATE TABLE loans (
    book_id INTEGER NOT NULL REFERENCES books (id) ON DELETE CASCADE,
    day TEXT NOT NULL,
    PRIMARY KEY (book_id, day)
) WITHOUT ROWID;
CREATE TABLE changes (
    book_id INTEGER,
    what TEXT
);
CREATE INDEX books_title ON books (title);
CREATE TRIGGER books_change AFTER UPDATE OF title ON books
BEGIN
    INSERT INTO changes VALUES (new.id, old.title);
END;
CREATE VIEW titles AS SELECT b.title, a.name FROM books b JOIN authors a ON a.id = b.author_id;
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30)
INSERT INTO authors (name) SELECT 'author ' || i FROM n;
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 150)
INSERT INTO books (id, author_id, title, pages) SELECT i, 1 + i % 30, printf('title %d %.60c', i, 'x'), i FROM n;
INSERT INTO loans SELECT id, '2021-12-' || (10 + id % 20) FROM books;
</%def>
<%def name="downgrade()">
DROP VIEW titles;
DROP TABLE changes;
DROP TABLE loans;
DROP TABLE books;
DROP TABLE authors;
</%def>
