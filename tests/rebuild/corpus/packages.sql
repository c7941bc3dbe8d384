-- A package manager.

-- edit package: batch_op.alter_column("installed", existing_type=sa.Integer(), nullable=False)
CREATE TABLE package (
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    arch TEXT NOT NULL DEFAULT 'any',
    installed INTEGER DEFAULT 0,
    manual INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT package_pk PRIMARY KEY (name, version, arch) ON CONFLICT REPLACE,
    CONSTRAINT package_flags CHECK (installed IN (0, 1) AND manual IN (0, 1))
);
INSERT INTO package VALUES ('zlib', '1.3', 'any', 1, 0), ('curl', '8.0', 'amd64', 1, 1), ('curl', '8.1', 'amd64', 0, 0);

-- edit depends: batch_op.create_index("depends_on", ["needs"])
-- edit depends: batch_op.alter_column("at_least", existing_type=sa.Text(), server_default="0")
CREATE TABLE depends (
    name TEXT NOT NULL, version TEXT NOT NULL, arch TEXT NOT NULL,
    needs TEXT NOT NULL,
    at_least TEXT,
    FOREIGN KEY (name, version, arch) REFERENCES package (name, version, arch) ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO depends VALUES ('curl', '8.0', 'amd64', 'zlib', '1.2'), ('curl', '8.1', 'amd64', 'zlib', NULL);

-- edit file: batch_op.alter_column("mode", existing_type=sa.Integer(), server_default="420")
CREATE TABLE file (
    path TEXT PRIMARY KEY,
    package TEXT NOT NULL,
    mode INTEGER NOT NULL DEFAULT 0,
    sha256 BLOB CHECK (length(sha256) = 32)
) WITHOUT ROWID;
CREATE INDEX file_package ON file (package);
INSERT INTO file VALUES ('/bin/curl', 'curl', 493, zeroblob(32)), ('/lib/libz.so', 'zlib', 420, NULL);

-- edit transaction: batch_op.add_column(sa.Column("user", sa.String(32)))
-- edit transaction: batch_op.alter_column("command", existing_type=sa.Text(), nullable=False)
CREATE TABLE "transaction" ("id" INTEGER PRIMARY KEY AUTOINCREMENT, "begin" INTEGER NOT NULL, "end" INTEGER, "command" TEXT);
INSERT INTO "transaction" VALUES (1, 100, 110, 'install curl'), (2, 200, NULL, 'upgrade'), (3, 300, NULL, 'x');
DELETE FROM "transaction" WHERE id = 3;
