-- What SQLite takes in many spellings.
CREATE TABLE "authors"
(
    [id] integer primary key autoincrement,
    `name` varchar( 80 ) not null default 'nobody',
    "e mail" TEXT UNIQUE COLLATE NOCASE,
    born date,
    score double precision default (0.5),
    rank int default -1,
    flag boolean not null default true,
    anything,
    amount decimal(10,2) default +1.50 check (amount >= 0),
    made datetime default current_timestamp,
    blob_ blob default x'00ff',
    "quoted""name" text default "double"
);
create table if not exists books (
    id INTEGER NOT NULL,
    author_id INTEGER REFERENCES authors,
    editor_id INTEGER CONSTRAINT edits REFERENCES authors(id) ON DELETE SET NULL ON UPDATE NO ACTION,
    title TEXT NOT NULL ON CONFLICT ABORT,
    isbn TEXT,
    length_ INTEGER GENERATED ALWAYS AS (length(title)) VIRTUAL,
    upper_ TEXT AS (upper(title)) STORED,
    PRIMARY KEY (id),
    CONSTRAINT one_isbn UNIQUE (isbn) ON CONFLICT IGNORE,
    UNIQUE (author_id, title),
    CHECK (length(title) < 200), -- not too long
    CONSTRAINT "a b" CHECK (title <> '' /* or nothing */ )
);
CREATE INDEX books_title ON books (title COLLATE NOCASE DESC, lower(isbn)) WHERE isbn IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS "books author" ON books(author_id,id);
CREATE TABLE pairs (a INT, b INT, PRIMARY KEY (a, b DESC)) WITHOUT ROWID;
CREATE TABLE strictly (id INTEGER PRIMARY KEY, v ANY, t TEXT NOT NULL) STRICT;
CREATE TABLE node (id INTEGER PRIMARY KEY DESC, parent INT REFERENCES node (id) DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE egg (id INTEGER PRIMARY KEY, hen_id INTEGER REFERENCES hen (id));
CREATE TABLE hen (id INTEGER PRIMARY KEY, egg_id INTEGER REFERENCES egg (id) MATCH FULL);
CREATE TABLE pairs_of (a INT, b INT, FOREIGN KEY (a, b) REFERENCES pairs ON DELETE CASCADE);
CREATE VIEW titles AS SELECT title, name FROM books JOIN authors ON authors.id = author_id;
CREATE VIEW named (x, "y z") AS SELECT 1, 'two';
CREATE TRIGGER touched AFTER UPDATE OF title ON books WHEN new.title <> old.title
BEGIN
    UPDATE authors SET made = current_timestamp WHERE id = new.author_id;
    SELECT CASE WHEN new.title = '' THEN RAISE(ABORT, 'no; title') END;
END;
CREATE TRIGGER made_title INSTEAD OF INSERT ON titles BEGIN SELECT 1; END;
CREATE TABLE "order" ("select" INTEGER, "from" TEXT, "group" TEXT, PRIMARY KEY ("select"));
CREATE TABLE keyed (k TEXT PRIMARY KEY NOT NULL, v JSON DEFAULT '{}' CHECK (json_valid(v)));
CREATE TABLE several (a INTEGER CHECK (a > 0) CHECK (a < 10), b INTEGER CHECK (b > a));
CREATE VIRTUAL TABLE search USING fts5(title, body);
CREATE VIEW commented AS SELECT k FROM keyed -- all of them
;
CREATE INDEX commented_too ON keyed (v) -- and this
;
