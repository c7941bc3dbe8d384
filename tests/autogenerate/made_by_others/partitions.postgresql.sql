-- Partitioned tables, and tables that inherit.
CREATE TABLE measured (id bigint GENERATED ALWAYS AS IDENTITY, day date NOT NULL, place text DEFAULT 'here', v int CHECK (v > 0)) PARTITION BY RANGE (day);
CREATE TABLE measured_2024 PARTITION OF measured FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE measured_2025 PARTITION OF measured (v DEFAULT 5 NOT NULL) FOR VALUES FROM ('2025-01-01') TO ('2026-01-01') PARTITION BY LIST (place);
CREATE TABLE measured_2025_here PARTITION OF measured_2025 FOR VALUES IN ('here', 'there');
CREATE TABLE measured_rest PARTITION OF measured DEFAULT;
CREATE INDEX measured_day ON measured (day);
ALTER TABLE measured ADD CONSTRAINT measured_key UNIQUE (day, v, place);
CREATE INDEX measured_2024_v ON measured_2024 (v);
ALTER TABLE measured_2024 ADD CONSTRAINT small CHECK (v < 1000);
CREATE TABLE hashed (id int, v text) PARTITION BY HASH (id);
CREATE TABLE hashed_0 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE hashed_1 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE city (name text NOT NULL, people int DEFAULT 0, CHECK (people >= 0));
CREATE TABLE capital (state text, UNIQUE (state)) INHERITS (city);
CREATE TABLE ruled (id serial PRIMARY KEY) INHERITS (capital);
CREATE INDEX capital_name ON capital (name);
