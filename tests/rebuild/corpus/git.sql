-- A version control system's store, as Fossil has one.

-- edit blob: batch_op.alter_column("size", existing_type=sa.Integer(), nullable=False)
CREATE TABLE blob(
  rid INTEGER PRIMARY KEY,        -- Record ID
  rcvid INTEGER,                  -- Origin of this record
  size INTEGER,                   -- Size of content. -1 for a phantom.
  uuid TEXT UNIQUE NOT NULL,      -- hash of the content
  content BLOB,                   -- Compressed content of this record
  CHECK( length(uuid)>=40 AND rid>0 )
);
INSERT INTO blob VALUES (1, 1, 12, '0123456789012345678901234567890123456789', x'789c'), (2, 1, -1, 'abcdefabcdefabcdefabcdefabcdefabcdefabcd', NULL);

-- edit delta: batch_op.create_foreign_key("delta_blob", "blob", ["rid"], ["rid"], ondelete="CASCADE")
CREATE TABLE delta(
  rid INTEGER PRIMARY KEY,                 -- BLOB that is delta-compressed
  srcid INTEGER NOT NULL REFERENCES blob   -- Baseline for delta-compression
);
CREATE INDEX delta_i1 ON delta(srcid);
INSERT INTO delta VALUES (2, 1);

-- edit event: batch_op.alter_column("euser", existing_type=sa.Text(), new_column_name="edited_user")
CREATE TABLE event(
  type TEXT,                      -- Type of event: 'ci', 'w', 'e', 't', 'g'
  mtime DATETIME,                 -- Time of occurrence. Julian day.
  objid INTEGER PRIMARY KEY,      -- Associated record ID
  bgcolor TEXT,                   -- Color set by 'bgcolor' property
  euser TEXT,                     -- User set by 'user' property
  comment TEXT,                   -- Comment describing the event
  omtime DATETIME                 -- Original unchanged date+time, or NULL
);
CREATE INDEX event_i1 ON event(mtime);
INSERT INTO event VALUES ('ci', 2459945.5, 1, NULL, 'drh', 'first check-in', NULL), ('w', 2459946.25, 2, '#fff', NULL, 'wiki, page', NULL);

-- edit plink: batch_op.drop_column("baseid")
CREATE TABLE plink(
  pid INTEGER REFERENCES blob,    -- Parent manifest
  cid INTEGER REFERENCES blob,    -- Child manifest
  isprim BOOLEAN,                 -- pid is the primary parent of cid
  mtime DATETIME,                 -- the date/time stamp on cid.  Julian day.
  baseid INTEGER REFERENCES blob, -- Baseline if cid is a delta manifest.
  UNIQUE(pid, cid)
);
CREATE INDEX plink_i2 ON plink(cid,pid);
INSERT INTO plink VALUES (1, 2, 1, 2459946.5, NULL);

-- edit ticket: batch_op.add_column(sa.Column("resolution", sa.Text(), server_default="Open"))
-- edit ticket: batch_op.alter_column("title", existing_type=sa.Text(), nullable=False)
CREATE TABLE ticket(
  -- Do not change any column that begins with tkt_
  tkt_id INTEGER PRIMARY KEY,
  tkt_uuid TEXT UNIQUE,
  tkt_mtime DATE,
  -- Add as many fields as required below this line
  type TEXT,
  status TEXT,
  severity TEXT,
  title TEXT
);
INSERT INTO ticket VALUES (1, 'f00', 2459945.5, 'Bug', 'Open', 'Minor', 'It, fails'), (2, 'baa', 2459946.5, 'Feature', 'Closed', NULL, 'Faster');
