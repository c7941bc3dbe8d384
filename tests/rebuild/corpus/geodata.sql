-- Maps.

-- edit region: batch_op.alter_column("iso", existing_type=sa.CHAR(2), nullable=False)
CREATE TABLE region (
    id INTEGER PRIMARY KEY,
    iso CHAR(2) COLLATE NOCASE UNIQUE,
    name NVARCHAR(100) NOT NULL,
    part_of INTEGER,
    FOREIGN KEY (part_of) REFERENCES region (id) ON UPDATE CASCADE ON DELETE SET NULL
);
INSERT INTO region VALUES (1, 'eu', 'Europe', NULL), (2, 'de', 'Germany', 1), (3, 'FR', 'France', 1);

-- edit feature: batch_op.create_check_constraint("feature_kind", "kind > 0")
-- edit feature: batch_op.drop_column("osm_user")
CREATE TABLE feature (
    id BIGINT PRIMARY KEY,
    region_id INTEGER REFERENCES region (id) ON DELETE CASCADE,
    kind INTEGER NOT NULL,
    name TEXT,
    lat DOUBLE PRECISION NOT NULL CHECK (lat >= -90.0 AND lat <= 90.0),
    lon DOUBLE PRECISION NOT NULL CHECK (lon >= -180.0 AND lon <= 180.0),
    osm_user TEXT,
    geom BLOB
);
CREATE INDEX feature_name ON feature (name COLLATE NOCASE) WHERE name IS NOT NULL;
CREATE INDEX feature_cell ON feature (CAST(lat * 10 AS INTEGER), CAST(lon * 10 AS INTEGER));
INSERT INTO feature VALUES (5000000000, 2, 1, 'Brocken', 51.8, 10.6, 'x', x'0101'), (5000000001, 3, 2, NULL, 48.8, 2.3, NULL, NULL);

-- edit tag: batch_op.alter_column("v", existing_type=sa.Text(), nullable=False)
CREATE TABLE tag (feature_id BIGINT NOT NULL REFERENCES feature (id) ON DELETE CASCADE, k TEXT NOT NULL, v TEXT, PRIMARY KEY (feature_id, k)) WITHOUT ROWID;
INSERT INTO tag VALUES (5000000000, 'ele', '1141'), (5000000000, 'natural', 'peak'), (5000000001, 'place', 'city');

CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB);
INSERT INTO tiles VALUES (0, 0, 0, x'00'), (1, 0, 0, x'01'), (1, 1, 0, x'02');

-- edit gpkg_contents: batch_op.alter_column("description", existing_type=sa.Text(), nullable=False)
CREATE TABLE gpkg_contents (
    table_name TEXT NOT NULL PRIMARY KEY,
    data_type TEXT NOT NULL,
    identifier TEXT UNIQUE,
    description TEXT DEFAULT '',
    last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
    srs_id INTEGER
);
INSERT INTO gpkg_contents VALUES ('feature', 'features', 'f', '', '2020-01-01T00:00:00.000Z', -180, -90, 180, 90, 4326);
ANALYZE;
