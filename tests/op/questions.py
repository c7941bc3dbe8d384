#!/usr/bin/env python3
"""inspect/'s questions to PostgreSQL, asked through psql, against questions.expected.

    questions.py PROGRAM             compare
    questions.py PROGRAM --update    write the file anew
"""
import pathlib
import subprocess
import sys

from tools.postgres import PrivatePostgres
from tools.golden import difference

EXPECTED = pathlib.Path(__file__).with_name("questions.expected")

SCHEMA = """
CREATE SCHEMA other;
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE parent (id serial PRIMARY KEY, a int, b int, CONSTRAINT uq_ab UNIQUE (b, a));
CREATE TABLE other.far (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
CREATE TABLE child (
    k2 uuid, k1 varchar(32) NOT NULL DEFAULT 'x', gone int,
    a int, b int, n numeric(10, 2), t timestamp, z timestamptz(3), c char(5), m mood, j jsonb[],
    far bigint REFERENCES other.far ON UPDATE SET NULL,
    g int GENERATED ALWAYS AS (a * 2) STORED,
    PRIMARY KEY (k1, k2), UNIQUE (a),
    CONSTRAINT fk_ab FOREIGN KEY (b, a) REFERENCES parent (b, a) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED);
ALTER TABLE child DROP COLUMN gone;
COMMENT ON COLUMN child.n IS 'a number';
CREATE UNIQUE INDEX ix_expression ON child (a, lower(k1)) INCLUDE (b);
CREATE VIEW seen AS SELECT * FROM parent;
CREATE TABLE other.child (x int);
"""

ASKED = [("-", "child", "fk_ab"), ("-", "parent", "uq_ab"), ("other", "child", "x"), ("-", "far", "id"),
         ("-", "seen", "a"), ("pg_catalog", "pg_class", "plpgsql"), ("-", "child", "ix_expression")]


def answers(program):
    out = []
    with PrivatePostgres() as server:
        server.psql(SCHEMA)
        for names in ASKED:
            out.append(f"#### {' '.join(names)}")
            sql = subprocess.run([program, *names], check=True, capture_output=True, text=True).stdout
            if names[0] == "pg_catalog":  # a system's table: only whether it is there
                sql = sql.split("\\echo == table_names")[0]
            # oids differ from run to run
            sql = sql.replace("SELECT k.oid::pg_catalog.int8, ", "SELECT ")
            out.append(server.psql(sql, options=("-At", "-P", "null=NULL")))
    return "\n".join(out) + "\n"


def main():
    got = answers(sys.argv[1])
    if "--update" in sys.argv:
        EXPECTED.write_text(got)
        return 0
    wanted = EXPECTED.read_text()
    print(difference(wanted, got, EXPECTED.name))
    return got != wanted


if __name__ == "__main__":
    sys.exit(main())
