-- Settings of a router's firmware.

-- edit setting: batch_op.add_column(sa.Column("changed", sa.Integer(), server_default="0", nullable=False))
CREATE TABLE setting (
    key TEXT NOT NULL PRIMARY KEY,
    value ANY,
    type TEXT NOT NULL CHECK (type IN ('int', 'text', 'bool'))
) STRICT, WITHOUT ROWID;
INSERT INTO setting VALUES ('lan.mtu', 1500, 'int'), ('host', 'gate', 'text'), ('upnp', 0, 'bool');

-- edit iface: batch_op.alter_column("mtu", existing_type=sa.Integer(), server_default="1492")
CREATE TABLE iface (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE ON CONFLICT FAIL,
    mac TEXT NOT NULL CHECK (length(mac) = 17),
    mtu INTEGER NOT NULL DEFAULT 1500 CHECK (mtu >= 68 AND mtu <= 9000),
    up INTEGER NOT NULL DEFAULT 1
) STRICT;
INSERT INTO iface VALUES (1, 'eth0', '00:11:22:33:44:55', 1500, 1), (2, 'wlan0', '00:11:22:33:44:56', 1500, 0);

-- edit lease: batch_op.alter_column("hostname", existing_type=sa.Text(), nullable=False, server_default="")
CREATE TABLE lease (
    mac TEXT PRIMARY KEY,
    iface_id INTEGER REFERENCES iface (id) ON DELETE CASCADE,
    ip TEXT NOT NULL UNIQUE,
    hostname TEXT,
    expires INTEGER NOT NULL
) STRICT;
INSERT INTO lease VALUES ('aa:bb', 1, '10.0.0.2', 'tv', 1700000000), ('cc:dd', 2, '10.0.0.3', 'lamp', 1700000100);

-- edit rule: batch_op.create_foreign_key("rule_out", "iface", ["out_id"], ["id"], ondelete="CASCADE")
CREATE TABLE rule (
    position INTEGER PRIMARY KEY,
    in_id INTEGER REFERENCES iface (id) ON DELETE CASCADE,
    out_id INTEGER,
    proto TEXT DEFAULT 'tcp' CHECK (proto IN ('tcp', 'udp', 'icmp')),
    port INTEGER CHECK (port IS NULL OR port BETWEEN 1 AND 65535),
    verdict TEXT NOT NULL DEFAULT 'drop',
    CONSTRAINT port_needs_proto CHECK (port IS NULL OR proto <> 'icmp')
);
INSERT INTO rule VALUES (1, 1, 2, 'tcp', 22, 'accept'), (2, 1, NULL, 'icmp', NULL, 'accept');
CREATE TRIGGER rule_gap AFTER DELETE ON rule BEGIN
    UPDATE rule SET position = position - 1 WHERE position > OLD.position;
END;

-- edit boot: batch_op.drop_column("reason_text")
CREATE TABLE boot (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    reason INTEGER NOT NULL DEFAULT 0,   -- 0 power, 1 watchdog, 2 update
    reason_text TEXT,
    slot TEXT NOT NULL DEFAULT 'A' CHECK (slot IN ('A', 'B'))
);
INSERT INTO boot VALUES (100, 1690000000, 0, 'power', 'A'), (101, 1691000000, 2, NULL, 'B'), (102, 1692000000, 1, NULL, 'B');
DELETE FROM boot WHERE n = 102;
