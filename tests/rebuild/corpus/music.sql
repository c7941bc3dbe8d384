-- A music library.

-- edit artist: batch_op.alter_column("sort_name", existing_type=sa.Text(), nullable=False)
CREATE TABLE artist (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL COLLATE NOCASE UNIQUE,
    sort_name TEXT
);
INSERT INTO artist VALUES (1, 'The Beatles', 'Beatles, The'), (2, 'Miles Davis', 'Davis, Miles');

-- edit album: batch_op.alter_column("year", existing_type=sa.Text(), type_=sa.Integer())
CREATE TABLE album (
    id INTEGER PRIMARY KEY,
    artist_id INTEGER NOT NULL,
    title TEXT NOT NULL,
    year TEXT,
    cover BLOB,
    CONSTRAINT album_artist FOREIGN KEY (artist_id) REFERENCES artist (id) ON DELETE CASCADE,
    CONSTRAINT album_title UNIQUE (artist_id, title)
);
INSERT INTO album VALUES (1, 1, 'Help!', '1965', NULL), (2, 1, 'Revolver', '1966', x'89504e47'), (3, 2, 'Kind of Blue', '1959', NULL);

-- edit track: batch_op.drop_column("bpm")
-- edit track: batch_op.alter_column("rating", existing_type=sa.Integer(), server_default="0")
CREATE TABLE track (
    id INTEGER PRIMARY KEY,
    album_id INTEGER NOT NULL REFERENCES album (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    seconds REAL NOT NULL,
    length TEXT GENERATED ALWAYS AS (printf('%d:%02d', seconds / 60, seconds % 60)),
    bpm INTEGER,
    rating INTEGER CHECK (rating BETWEEN 0 AND 5),
    path TEXT NOT NULL UNIQUE
);
CREATE INDEX track_album ON track (album_id, number);
INSERT INTO track (id, album_id, number, title, seconds, bpm, rating, path) VALUES (1, 1, 1, 'Help!', 138.5, 95, 5, '/m/1.flac'), (2, 2, 1, 'Taxman', 159, NULL, NULL, '/m/2.flac'), (3, 3, 1, 'So What', 562, 136, 5, '/m/3.flac');

-- edit playlist: batch_op.add_column(sa.Column("smart", sa.Boolean(), server_default=sa.false(), nullable=False))
CREATE TABLE playlist (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, created TIMESTAMP DEFAULT CURRENT_TIMESTAMP);
INSERT INTO playlist VALUES (1, 'old ones', '2020-01-01 00:00:00'), (4, 'jazz', '2020-02-01 00:00:00');
UPDATE sqlite_sequence SET seq = 12 WHERE name = 'playlist';

-- edit playlist_track: batch_op.create_unique_constraint("playlist_position", ["playlist_id", "position"])
CREATE TABLE playlist_track (
    playlist_id INTEGER NOT NULL REFERENCES playlist (id) ON DELETE CASCADE,
    track_id INTEGER NOT NULL REFERENCES track (id) ON DELETE CASCADE,
    position INTEGER NOT NULL
);
INSERT INTO playlist_track VALUES (1, 1, 1), (1, 2, 2), (4, 3, 1);

-- edit play: batch_op.alter_column("played_at", existing_type=sa.DateTime(), new_column_name="started_at")
CREATE TABLE play (track_id INTEGER NOT NULL REFERENCES track (id) ON DELETE CASCADE, played_at DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now')), device TEXT);
CREATE INDEX play_when ON play (played_at DESC);
INSERT INTO play VALUES (1, '2023-05-01 20:00:00', 'kitchen'), (3, '2023-05-01 21:00:00', NULL);

CREATE VIEW songs AS SELECT t.title, al.title AS album, ar.name AS artist FROM track t JOIN album al ON al.id = t.album_id JOIN artist ar ON ar.id = al.artist_id;
CREATE VIEW top_songs AS SELECT s.artist, count(*) AS songs FROM songs s GROUP BY s.artist;
