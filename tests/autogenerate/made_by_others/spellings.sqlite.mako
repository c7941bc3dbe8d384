CREATE TABLE authors (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name VARCHAR(80) NOT NULL DEFAULT 'nobody',
    "e mail" TEXT COLLATE NOCASE,
    born DATE,
    score DOUBLE PRECISION DEFAULT '0.5',
    rank INT DEFAULT (-1),
    flag BOOLEAN DEFAULT TRUE NOT NULL,
    anything,
    amount DECIMAL (10, 2) DEFAULT +1.50,
    made DATETIME DEFAULT (CURRENT_TIMESTAMP),
    blob_ BLOB DEFAULT X'00ff',
    [quoted"name] TEXT DEFAULT "double",
    UNIQUE ("e mail"),
    CHECK (amount >= 0)
);
CREATE TABLE books (
    id INTEGER PRIMARY KEY NOT NULL,
    author_id INTEGER,
    editor_id INTEGER,
    title TEXT NOT NULL CHECK (length("title") < 200),
    isbn TEXT CONSTRAINT one_isbn UNIQUE ON CONFLICT IGNORE,
    length_ INTEGER AS (length(title)),
    upper_ TEXT GENERATED ALWAYS AS (upper([title])) STORED,
    UNIQUE (author_id, title),
    CONSTRAINT "a b" CHECK (title <> ''),
    FOREIGN KEY (author_id) REFERENCES authors (id) ON DELETE NO ACTION MATCH SIMPLE NOT DEFERRABLE,
    CONSTRAINT edits FOREIGN KEY (editor_id) REFERENCES authors ON DELETE SET NULL
);
CREATE INDEX books_title ON books (title COLLATE nocase DESC, lower("isbn")) WHERE [isbn] IS NOT NULL;
CREATE UNIQUE INDEX "books author" ON books (author_id ASC, id);
CREATE TABLE pairs (a INT NOT NULL, b INT NOT NULL, PRIMARY KEY ("a", b desc)) WITHOUT ROWID;
CREATE TABLE strictly (id INTEGER, v ANY, t TEXT NOT NULL, PRIMARY KEY (id)) STRICT;
CREATE TABLE node (id INTEGER PRIMARY KEY DESC, parent INT REFERENCES node DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE egg (id INTEGER PRIMARY KEY, hen_id INTEGER, FOREIGN KEY (hen_id) REFERENCES hen);
CREATE TABLE hen (id INTEGER PRIMARY KEY, egg_id INTEGER REFERENCES egg);
CREATE TABLE pairs_of (a INT, b INT, FOREIGN KEY (a, b) REFERENCES pairs (a, b) ON DELETE CASCADE);
create view titles as select title, name from books join authors on authors.id = author_id;
CREATE VIEW named (x, "y z") AS SELECT 1, 'two';
CREATE TRIGGER touched AFTER UPDATE OF title ON books WHEN new.title <> old.title
BEGIN
    UPDATE authors SET made = CURRENT_TIMESTAMP WHERE id = new.author_id;
    SELECT CASE WHEN new.title = '' THEN RAISE(ABORT, 'no; title') END;
END;
CREATE TRIGGER made_title INSTEAD OF INSERT ON titles BEGIN
    SELECT 1;
END;
CREATE TABLE "order" ("select" INTEGER PRIMARY KEY, "from" TEXT, "group" TEXT);
CREATE TABLE keyed (k TEXT NOT NULL, v JSON DEFAULT '{}' CHECK (json_valid(v)), PRIMARY KEY (k));
CREATE TABLE several (a INTEGER, b INTEGER, CHECK (a > 0), CHECK (a < 10), CHECK (b > a));
CREATE VIRTUAL TABLE search USING fts5(title, body);
CREATE VIEW commented AS SELECT k FROM keyed;
CREATE INDEX commented_too ON keyed (v);
