-- Logs of a weather station and its sensors.

-- edit station: batch_op.add_column(sa.Column("altitude", sa.Float()))
CREATE TABLE station (
    code CHAR(4) PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    lat REAL NOT NULL CHECK (lat BETWEEN -90 AND 90),
    lon REAL NOT NULL CHECK (lon BETWEEN -180 AND 180)
) WITHOUT ROWID;
INSERT INTO station VALUES ('EDDB', 'Berlin', 52.4, 13.5), ('EDDM', 'Munich', 48.4, 11.8);

-- edit sensor: batch_op.create_check_constraint("sensor_kind", "kind <> ''")
CREATE TABLE sensor (
    id INTEGER PRIMARY KEY,
    station CHAR(4) NOT NULL REFERENCES station (code) ON UPDATE CASCADE,
    kind TEXT NOT NULL,
    unit TEXT NOT NULL DEFAULT '°C',
    offset REAL DEFAULT 0.0 -- found by calibration
);
INSERT INTO sensor VALUES (1, 'EDDB', 'temperature', '°C', 0.1), (2, 'EDDB', 'pressure', 'hPa', -1.0), (3, 'EDDM', 'temperature', '°C', 0);

-- edit reading: batch_op.alter_column("quality", existing_type=sa.Integer(), nullable=False, server_default="0")
CREATE TABLE reading (
    sensor_id INTEGER NOT NULL REFERENCES sensor (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,     -- seconds since 1970
    value REAL,              /* NULL: no answer */
    quality INTEGER DEFAULT 3,
    PRIMARY KEY (sensor_id, at DESC)
) WITHOUT ROWID;
CREATE INDEX reading_at ON reading (at DESC);
INSERT INTO reading VALUES (1, 1000, 20.5, 3), (1, 1060, 20.6, 3), (2, 1000, 1013.2, 2), (3, 1000, NULL, 0);

-- edit daily: batch_op.alter_column("day", existing_type=sa.Text(), type_=sa.Date())
CREATE TABLE daily (
    sensor_id INTEGER NOT NULL,
    day TEXT NOT NULL,
    low REAL,
    high REAL,
    mean REAL GENERATED ALWAYS AS ((low + high) / 2.0) STORED,
    CONSTRAINT daily_pk PRIMARY KEY (sensor_id, day),
    CONSTRAINT daily_range CHECK (low <= high)
);
INSERT INTO daily (sensor_id, day, low, high) VALUES (1, '2022-06-01', 11.5, 24.0), (1, '2022-06-02', 12.0, 26.5);

CREATE VIEW latest AS SELECT s.kind, r.value, max(r.at) AS at FROM sensor s JOIN reading r ON r.sensor_id = s.id GROUP BY s.id;

-- edit events: batch_op.alter_column("message", existing_type=sa.Text(), nullable=False)
CREATE TABLE events (at DATETIME DEFAULT (datetime('now')), level TINYINT, message TEXT);
INSERT INTO events (rowid, at, level, message) VALUES (3, '2022-06-01 00:00:00', 4, 'start'), (8, '2022-06-01 01:00:00', 3, 'rain'), (9, '2022-06-02 00:00:00', 4, 'wind');
DELETE FROM events WHERE rowid = 8;
ANALYZE;
