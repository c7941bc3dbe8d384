-- A photo manager.

-- edit photo: batch_op.alter_column("rating", existing_type=sa.Integer(), nullable=False, server_default="0")
CREATE TABLE photo (
    id INTEGER PRIMARY KEY,
    filename TEXT UNIQUE NOT NULL,
    width INTEGER,
    height INTEGER,
    megapixels REAL GENERATED ALWAYS AS (round(width * height / 1000000.0, 1)) VIRTUAL,
    exposure_time INTEGER,
    rating INTEGER DEFAULT 0,
    md5 TEXT
);
CREATE INDEX photo_mpix ON photo (megapixels);
CREATE INDEX photo_taken ON photo (exposure_time DESC, filename);
INSERT INTO photo (id, filename, width, height, exposure_time, rating) VALUES (1, 'a.jpg', 4000, 3000, 1500, 0), (2, 'b.raw', 6000, 4000, 1600, 4);

-- edit tag_tree: batch_op.create_unique_constraint("tag_once", ["parent_id", "name"])
CREATE TABLE tag_tree (
    id INTEGER PRIMARY KEY,
    parent_id INTEGER NOT NULL DEFAULT 0,
    name TEXT NOT NULL COLLATE NOCASE,
    icon BLOB
);
INSERT INTO tag_tree VALUES (1, 0, 'Places', NULL), (2, 1, 'Rome', NULL), (3, 0, 'People', x'00');
CREATE TRIGGER tag_tree_delete AFTER DELETE ON tag_tree BEGIN
    DELETE FROM photo_tag WHERE tag_id = OLD.id;
    DELETE FROM tag_tree WHERE parent_id = OLD.id;
END;

-- edit photo_tag: batch_op.create_primary_key("photo_tag_pk", ["photo_id", "tag_id"])
CREATE TABLE photo_tag (photo_id INTEGER NOT NULL REFERENCES photo (id) ON DELETE CASCADE, tag_id INTEGER NOT NULL REFERENCES tag_tree (id) ON DELETE CASCADE);
INSERT INTO photo_tag VALUES (1, 2), (2, 2), (2, 3);

-- edit backup: batch_op.alter_column("done", existing_type=sa.Integer(), type_=sa.Boolean())
CREATE TABLE backup (id INTEGER PRIMARY KEY AUTOINCREMENT, photo_id INTEGER REFERENCES photo (id), path TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0);
INSERT INTO backup VALUES (30, 1, '/b/a.jpg', 1), (31, 2, '/b/b.raw', 0);
CREATE VIEW tagged AS SELECT p.filename, t.name FROM photo p JOIN photo_tag pt ON pt.photo_id = p.id JOIN tag_tree t ON t.id = pt.tag_id;
