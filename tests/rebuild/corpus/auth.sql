-- Accounts of a web service.

-- edit account: batch_op.add_column(sa.Column("locked_until", sa.DateTime()))
-- edit account: batch_op.drop_column("legacy_hash")
CREATE TABLE account (
    id CHAR(36) NOT NULL PRIMARY KEY,
    email VARCHAR(254) NOT NULL,
    legacy_hash CHAR(32),
    password_hash VARCHAR(255),
    is_admin BOOLEAN NOT NULL DEFAULT 0 CONSTRAINT ck_account_is_admin CHECK (is_admin IN (0, 1)),
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT uq_account_email UNIQUE (email)
);
INSERT INTO account VALUES ('u-1', 'ada@example.org', NULL, '$2b$', 1, '2022-01-01 00:00:00'), ('u-2', 'bob@example.org', 'd41d', NULL, 0, '2022-01-02 00:00:00');

-- edit session: batch_op.alter_column("ip", existing_type=sa.String(45), nullable=False)
CREATE TABLE session (
    token CHAR(64) PRIMARY KEY NOT NULL,
    account_id CHAR(36) NOT NULL,
    ip VARCHAR(45),
    expires_at DATETIME NOT NULL,
    data BLOB,
    FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX session_expires ON session (expires_at);
INSERT INTO session VALUES ('t1', 'u-1', '192.0.2.7', '2030-01-01 00:00:00', NULL), ('t2', 'u-2', '2001:db8::1', '2030-01-02 00:00:00', x'80');

-- edit role: batch_op.alter_column("name", existing_type=sa.String(30), type_=sa.String(60))
CREATE TABLE role (id INTEGER NOT NULL, name VARCHAR(30) NOT NULL, CONSTRAINT pk_role PRIMARY KEY (id), CONSTRAINT uq_role_name UNIQUE (name));
INSERT INTO role VALUES (1, 'reader'), (2, 'writer');

-- edit account_role: batch_op.drop_constraint("fk_account_role_role", type_="foreignkey")
-- edit account_role: batch_op.create_foreign_key("fk_account_role_role", "role", ["role_id"], ["id"], ondelete="CASCADE")
CREATE TABLE account_role (
    account_id CHAR(36) NOT NULL,
    role_id INTEGER NOT NULL,
    CONSTRAINT pk_account_role PRIMARY KEY (account_id, role_id),
    CONSTRAINT fk_account_role_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
    CONSTRAINT fk_account_role_role FOREIGN KEY (role_id) REFERENCES role (id)
);
INSERT INTO account_role VALUES ('u-1', 1), ('u-1', 2), ('u-2', 1);

-- edit audit: batch_op.alter_column("details", existing_type=sa.Text(), type_=sa.JSON())
CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
    account_id CHAR(36) REFERENCES account (id) ON DELETE SET NULL,
    action VARCHAR(40) NOT NULL,
    details TEXT
);
CREATE INDEX audit_at ON audit (at DESC);
INSERT INTO audit VALUES (1, '2022-02-01 00:00:00.000', 'u-1', 'login', '{"ok": true}'), (2, '2022-02-02 00:00:00.000', NULL, 'fail', NULL), (9, '2022-02-03 00:00:00.000', 'u-2', 'x', NULL);
DELETE FROM audit WHERE id = 9;
CREATE TRIGGER audit_final BEFORE DELETE ON audit WHEN OLD.action <> 'x' BEGIN SELECT RAISE(ABORT, 'kept'); END;
