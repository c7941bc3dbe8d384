-- Saved games.

-- edit player: batch_op.alter_column("gold", existing_type=sa.Integer(), server_default="100")
CREATE TABLE player (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    gold INTEGER NOT NULL DEFAULT 0 CHECK (gold >= 0),
    xp REAL NOT NULL DEFAULT 0,
    level INTEGER NOT NULL AS (1 + CAST(xp / 500.0 AS INTEGER)) VIRTUAL
);
INSERT INTO player (id, name, gold, xp) VALUES (1, 'Conan', 10, 900), (2, 'Sonja', 99, 2500.5);

-- edit item: batch_op.create_check_constraint("item_where", "slot IS NULL OR equipped = 1")
CREATE TABLE item (
    id INTEGER PRIMARY KEY,
    owner_id INTEGER NOT NULL REFERENCES player (id) ON DELETE CASCADE ON UPDATE CASCADE,
    kind TEXT NOT NULL,
    slot TEXT,
    equipped TINYINT(1) NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX item_slot ON item (owner_id, slot) WHERE equipped;
INSERT INTO item VALUES (1, 1, 'axe', 'hand', 1), (2, 1, 'axe', NULL, 0), (3, 2, 'sword', 'hand', 1);

-- edit score: batch_op.alter_column("points", existing_type=sa.Integer(), nullable=False)
CREATE TABLE score (player TEXT, points INTEGER, at TIMESTAMP DEFAULT CURRENT_TIMESTAMP);
CREATE INDEX score_top ON score (points DESC);
INSERT INTO score (rowid, player, points, at) VALUES (5, 'Conan', 700, '2020-01-01 00:00:00'), (6, 'Sonja', 900, '2020-01-02 00:00:00');

-- edit quest: batch_op.drop_column("hint")
CREATE TABLE quest (
    id INTEGER PRIMARY KEY,
    after INTEGER REFERENCES quest (id),
    title TEXT NOT NULL, -- shown in the journal
    hint TEXT,           -- shown when stuck
    reward INTEGER NOT NULL DEFAULT 10
) STRICT;
INSERT INTO quest VALUES (1, NULL, 'Wake up', NULL, 10), (2, 1, 'Find the axe', 'look under the bed', 50);
ANALYZE;
