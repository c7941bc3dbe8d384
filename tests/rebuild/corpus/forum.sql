-- A forum.

-- edit member: batch_op.create_check_constraint("member_age", "age IS NULL OR age >= 13")
CREATE TABLE member (
    id INTEGER PRIMARY KEY,
    nick TEXT NOT NULL,
    email TEXT NOT NULL,
    age TINYINT,
    posts INTEGER NOT NULL DEFAULT 0,
    joined TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE UNIQUE INDEX member_nick ON member (lower(nick));
CREATE UNIQUE INDEX member_email ON member (email COLLATE NOCASE);
INSERT INTO member VALUES (1, 'Ada', 'ada@example.org', 36, 2, '2019-01-01 00:00:00'), (2, 'bob', 'bob@example.org', NULL, 1, '2019-02-01 00:00:00');

-- edit board: batch_op.drop_column("icon")
CREATE TABLE board (id INTEGER PRIMARY KEY, "group" TEXT NOT NULL, "order" INTEGER NOT NULL DEFAULT 0, title TEXT NOT NULL, icon TEXT, UNIQUE ("group", "order"));
CREATE INDEX board_icon ON board (icon);
INSERT INTO board VALUES (1, 'main', 1, 'News', 'n.png'), (2, 'main', 2, 'Help', NULL);

-- edit topic: batch_op.alter_column("sticky", existing_type=sa.Boolean(), nullable=False)
CREATE TABLE topic (
    id INTEGER PRIMARY KEY,
    board_id INTEGER NOT NULL REFERENCES board (id) ON DELETE CASCADE,
    starter_id INTEGER REFERENCES member (id) ON DELETE SET NULL,
    title TEXT NOT NULL CHECK (length(title) BETWEEN 3 AND 200),
    sticky BOOLEAN DEFAULT 0,
    last_post INTEGER REFERENCES post (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX topic_board ON topic (board_id, sticky DESC, last_post DESC);
INSERT INTO topic VALUES (1, 1, 1, 'Welcome', 1, 2), (2, 2, 2, 'How to?', 0, 3);

-- edit post: batch_op.add_column(sa.Column("edited_at", sa.DateTime()))
-- edit post: batch_op.alter_column("ip", existing_type=sa.String(15), type_=sa.String(45))
CREATE TABLE post (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    topic_id INTEGER NOT NULL REFERENCES topic (id) ON DELETE CASCADE,
    member_id INTEGER REFERENCES member (id) ON DELETE SET NULL,
    ip VARCHAR(15),
    body TEXT NOT NULL
);
INSERT INTO post VALUES (1, 1, 1, '192.0.2.1', 'Hi'), (2, 1, 2, NULL, 'Hello'), (3, 2, 1, '192.0.2.1', 'So.'), (4, 2, 1, NULL, 'spam');
DELETE FROM post WHERE id = 4;
CREATE TRIGGER post_counts AFTER INSERT ON post BEGIN
    UPDATE member SET posts = posts + 1 WHERE id = NEW.member_id;
    UPDATE topic SET last_post = NEW.id WHERE id = NEW.topic_id;
END;

-- edit ban: batch_op.drop_constraint("fk_ban_member_id_member", type_="foreignkey")
-- edit ban: batch_op.create_foreign_key("ban_member", "member", ["member_id"], ["id"], ondelete="CASCADE")
-- options ban: naming_convention={"fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"}
CREATE TABLE ban (member_id INTEGER NOT NULL REFERENCES member (id), until DATE, reason TEXT DEFAULT 'spam, probably');
INSERT INTO ban VALUES (2, '2030-01-01', 'spam, probably');
ANALYZE;
