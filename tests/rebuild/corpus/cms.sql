-- A content management system.

-- edit users: batch_op.alter_column("password", existing_type=sa.String(60), type_=sa.String(255))
CREATE TABLE users (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    login VARCHAR(60) NOT NULL DEFAULT '' COLLATE NOCASE,
    password VARCHAR(60) NOT NULL,
    role VARCHAR(20) NOT NULL DEFAULT 'author' CHECK (role IN ('admin', 'editor', 'author')),
    CONSTRAINT users_login UNIQUE (login)
);
INSERT INTO users VALUES (1, 'root', 'x', 'admin'), (2, 'Mary', 'y', 'editor'), (3, 'gone', 'z', 'author');
DELETE FROM users WHERE id = 3;

-- edit posts: batch_op.add_column(sa.Column("excerpt", sa.Text()))
-- edit posts: batch_op.alter_column("status", existing_type=sa.String(20), server_default="draft")
CREATE TABLE posts (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    author_id INTEGER NOT NULL,
    title TEXT NOT NULL,
    body LONGTEXT NOT NULL,
    status VARCHAR(20) NOT NULL DEFAULT 'publish',
    slug TEXT GENERATED ALWAYS AS (lower(replace(title, ' ', '-'))) VIRTUAL,
    published_at DATETIME,
    FOREIGN KEY (author_id) REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX posts_slug ON posts (slug);
CREATE INDEX posts_recent ON posts (published_at DESC) WHERE status = 'publish';
INSERT INTO posts (id, author_id, title, body, published_at) VALUES (1, 1, 'Hello World', 'First!', '2020-01-01 00:00:00'),
    (2, 2, 'About us', 'We are.', '2020-02-01 00:00:00'), (3, 2, 'Another', '…', NULL);

-- edit comments: batch_op.drop_column("agent")
CREATE TABLE comments (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    post_id INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    parent_id INTEGER DEFAULT NULL REFERENCES comments (id) ON DELETE CASCADE,
    author TEXT NOT NULL,
    agent TEXT,
    body TEXT NOT NULL
);
CREATE INDEX comments_post ON comments (post_id);
INSERT INTO comments VALUES (1, 1, NULL, 'Bob', 'Mozilla', 'nice'), (2, 1, 1, 'Mary', NULL, 'thanks');

-- edit options: batch_op.alter_column("autoload", existing_type=sa.String(20), type_=sa.Boolean())
CREATE TABLE options (
    name TEXT PRIMARY KEY ON CONFLICT REPLACE,
    value TEXT NOT NULL,
    autoload VARCHAR(20) NOT NULL DEFAULT '1'
);
INSERT INTO options VALUES ('siteurl', 'https://example.org', '1'), ('theme', 'plain', '1'), ('cache', 'a:0:{}', '0');

-- edit terms: batch_op.create_index("terms_name", ["name"])
-- edit terms: batch_op.alter_column("taxonomy", existing_type=sa.Text(), nullable=False)
CREATE TABLE terms (
    id INTEGER PRIMARY KEY,
    taxonomy TEXT DEFAULT 'category',
    name TEXT NOT NULL COLLATE NOCASE,
    UNIQUE (taxonomy, name)
);
INSERT INTO terms VALUES (1, 'category', 'News'), (2, 'tag', 'sqlite'), (3, 'tag', 'News');

CREATE TABLE post_terms (post_id INTEGER REFERENCES posts (id) ON DELETE CASCADE, term_id INTEGER REFERENCES terms (id) ON DELETE CASCADE, PRIMARY KEY (post_id, term_id)) WITHOUT ROWID;
INSERT INTO post_terms VALUES (1, 1), (1, 2), (2, 1);
CREATE VIEW published AS SELECT p.id, p.title, u.login FROM posts p JOIN users u ON u.id = p.author_id WHERE p.status = 'publish';
