<%doc>
measurements, what is to be uploaded, settings
</%doc>
<%!
revision = "d001"
down_revision = None
sensors = [("battery", "V"), ("temperature", "C"), ("humidity", "%")]
%>

<%def name="upgrade()">
CREATE TABLE sensors (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    unit TEXT NOT NULL
);
CREATE TABLE measurements (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sensor_id INTEGER NOT NULL REFERENCES sensors (id),
    at INTEGER NOT NULL,
    value REAL NOT NULL
);
CREATE INDEX measurements_at ON measurements (at);
CREATE TABLE uploads (
    id INTEGER PRIMARY KEY,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting'
);
CREATE TABLE config (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
% for name, unit in sensors:
INSERT INTO sensors (name, unit) VALUES (${name}, ${unit});
% endfor
INSERT INTO config (name, value) VALUES ('interval_ms', '20'), ('batch', '8');
</%def>

<%def name="downgrade()">
DROP TABLE config;
DROP TABLE uploads;
DROP TABLE measurements;
DROP TABLE sensors;
</%def>
