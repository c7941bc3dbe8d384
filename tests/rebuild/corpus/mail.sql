-- A mail client's store.

-- edit account: batch_op.alter_column("smtp_port", existing_type=sa.Text(), type_=sa.Integer())
CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    address TEXT NOT NULL UNIQUE COLLATE NOCASE,
    smtp_host TEXT NOT NULL,
    smtp_port TEXT NOT NULL DEFAULT '587'
);
INSERT INTO account VALUES (1, 'ada@example.org', 'mx.example.org', '587'), (2, 'me@example.net', 'mail.example.net', '465');

-- edit folder: batch_op.alter_column("uid_validity", existing_type=sa.Integer(), nullable=False)
CREATE TABLE folder (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    uid_validity INTEGER,
    unread INTEGER NOT NULL DEFAULT 0,
    UNIQUE (account_id, path)
);
INSERT INTO folder VALUES (1, 1, 'INBOX', 77, 1), (2, 1, 'Sent', 78, 0), (3, 2, 'INBOX', 12, 0);

-- options mail: recreate="always"
-- edit mail: batch_op.add_column(sa.Column("importance", sa.SmallInteger()), insert_after="subject")
-- edit mail: batch_op.alter_column("size", existing_type=sa.Integer(), nullable=False)
CREATE TABLE mail (
    id INTEGER PRIMARY KEY,
    folder_id INTEGER NOT NULL REFERENCES folder (id) ON DELETE CASCADE,
    uid INTEGER NOT NULL,
    subject TEXT,
    "from" TEXT,
    "date" DATETIME,
    size INTEGER CHECK (size >= 0),
    seen BOOLEAN NOT NULL DEFAULT FALSE,
    UNIQUE (folder_id, uid) ON CONFLICT IGNORE
);
CREATE INDEX mail_date ON mail ("date" DESC);
CREATE INDEX mail_from ON mail ("from" COLLATE NOCASE);
INSERT INTO mail VALUES (1, 1, 5, 'Hi', 'bob@example.org', '2023-01-01 08:00:00', 812, 0), (2, 1, 6, NULL, 'eve@example.org', '2023-01-02 09:00:00', 99, 1),
    (3, 2, 1, 'Re: Hi', 'ada@example.org', '2023-01-01 08:05:00', 640, 1);
CREATE TRIGGER mail_unread_insert AFTER INSERT ON mail WHEN NOT NEW.seen BEGIN
    UPDATE folder SET unread = unread + 1 WHERE id = NEW.folder_id;
END;
CREATE TRIGGER mail_unread_update AFTER UPDATE OF seen ON mail BEGIN
    UPDATE folder SET unread = unread + OLD.seen - NEW.seen WHERE id = NEW.folder_id;
END;

-- edit header: batch_op.alter_column("value", existing_type=sa.String(100), type_=sa.Text())
CREATE TABLE header (mail_id INTEGER NOT NULL REFERENCES mail (id) ON DELETE CASCADE, name VARCHAR(100) COLLATE NOCASE, value VARCHAR(100));
INSERT INTO header VALUES (1, 'X-Spam', 'no'), (1, 'List-Id', 'x'), (3, 'In-Reply-To', '<1>');

-- edit filter: batch_op.drop_constraint("filter_order", type_="unique")
CREATE TABLE filter (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    pattern TEXT NOT NULL CHECK (pattern <> ''),
    target INTEGER REFERENCES folder (id) ON DELETE SET NULL,
    CONSTRAINT filter_order UNIQUE (account_id, position)
);
INSERT INTO filter VALUES (1, 1, 1, 'lists', 2), (2, 1, 2, 'spam', NULL);
ANALYZE;
