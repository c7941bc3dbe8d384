-- A task list.

-- edit project: batch_op.alter_column("state", existing_type=sa.Text(), server_default="open")
CREATE TABLE project (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    state TEXT DEFAULT 'new' CHECK (state IN ('new', 'open', 'done')), /* one of three */
    due DATE
);
INSERT INTO project VALUES (1, 'House', 'new', NULL), (2, 'Garden', 'open', '2024-04-01');

-- edit task: batch_op.alter_column("priority", existing_type=sa.Text(), type_=sa.Integer())
CREATE TABLE task (
    id TEXT PRIMARY KEY,
    project_id INTEGER REFERENCES project (id) ON DELETE CASCADE,
    parent TEXT REFERENCES task (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    priority TEXT,
    done_at DATETIME
);
CREATE INDEX task_open ON task (project_id) WHERE done_at IS NULL;
INSERT INTO task VALUES ('a', 1, NULL, 'Paint', '1', NULL), ('b', 1, 'a', 'Buy paint', 'high', '2024-03-01 12:00:00'), ('c', 2, NULL, 'Sow', NULL, NULL);

-- edit label: batch_op.alter_column("color", existing_type=sa.Text(), nullable=False, server_default="grey")
CREATE TABLE label (name TEXT PRIMARY KEY COLLATE NOCASE, color TEXT DEFAULT 'grey') WITHOUT ROWID;
INSERT INTO label VALUES ('home', 'red'), ('Work', 'grey');

-- edit checklist: batch_op.drop_column("note")
CREATE TABLE checklist (
    task_id TEXT NOT NULL REFERENCES task (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    note TEXT,
    ticked BOOLEAN NOT NULL DEFAULT FALSE
);
INSERT INTO checklist (rowid, task_id, position, text, ticked) VALUES (11, 'a', 1, 'walls', 1), (12, 'a', 2, 'doors', 0), (20, 'c', 1, 'beans', 0);
CREATE VIEW todo AS SELECT t.title, p.name FROM task t JOIN project p ON p.id = t.project_id WHERE t.done_at IS NULL;
CREATE TRIGGER todo_add INSTEAD OF INSERT ON todo BEGIN
    INSERT INTO task (id, title) VALUES (hex(randomblob(4)), NEW.title);
END;
