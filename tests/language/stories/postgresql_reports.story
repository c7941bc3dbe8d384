What the server says beside an error, and what it says without one: detail, hint, context, notices.

=== file aludel.ini
[aludel]
dialects = postgresql
url = postgresql://
log_table =
=== file lib/shared.mako
<%def name="slugs(column)">
UPDATE users
    SET slug = lower(${column | id})
    WHERE größe > ${env("SIZE", "x")};
</%def>
=== file versions/0001_start.mako
<%! revision = "0001"; down_revision = None %>
<%def name="upgrade()">
CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL, slug text, größe integer);
CREATE TABLE posts (id integer, writer integer REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED);
CREATE FUNCTION checked(n integer) RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
    IF n > 100 THEN
        RAISE EXCEPTION 'too many' USING DETAIL = 'there are ' || n, HINT = 'take fewer', ERRCODE = 'AL100';
    END IF;
    RAISE NOTICE 'checked %', n;
    RAISE WARNING 'still %', n;
    RAISE INFO 'info %', n;
    RETURN n / (n - 7);
END $$;
DO $$ BEGIN RAISE NOTICE 'made'; END $$;
DROP TABLE IF EXISTS nothing;
</%def>
<%def name="downgrade()">
DROP FUNCTION checked;
DROP TABLE posts, users;
</%def>
=== file versions/0001a_parsed.mako
<%! revision = "0001a"; down_revision = "0001" %>
<%def name="upgrade()">
SELECT 1 AS a_name_that_is_longer_than_the_sixty_three_bytes_which_a_name_may_have;
</%def>
<%def name="downgrade()">
</%def>
=== file versions/0002_wrong.mako
<%! revision = "0002"; down_revision = "0001a" %>
<%namespace name="lib" file="lib/shared.mako"/>
<%def name="upgrade()">
INSERT INTO users VALUES (1, 'ä', NULL, 3);
% if env("KIND", "") == "column":
INSERT INTO posts (id, writter)
    VALUES (1, 1);
% elif env("KIND", "") == "context":
SELECT checked(${env("N", 7)});
% elif env("KIND", "") == "value":
${lib.slugs("name")}
% elif env("KIND", "") == "twice":
INSERT INTO users VALUES (1, 'b', NULL, 3);
% elif env("KIND", "") == "deferred":
INSERT INTO posts VALUES (1, 77);
% elif env("KIND", "") == "characters":
SELECT 'äöü', nothing('x');
% elif env("KIND", "") == "inner":
DO $$ BEGIN
    EXECUTE 'SELECT 1 FROM nowhere';
END $$;
% elif env("KIND", "") == "rows":
%   for row in op.query("SELECT id, missing FROM users"):
SELECT ${row.id};
%   endfor
% elif env("KIND", "") == "transaction":
<% op.execute_raw("VACUUM") %>
% elif env("KIND", "") == "exists":
CREATE TABLE posts (id integer);
% elif env("KIND", "") == "type":
INSERT INTO users (id, name) SELECT 2, concat('a', ${env("N", 1)});
<% op.execute_raw("COPY users TO STDOUT") %>
% elif env("KIND", "") == "secret":
CREATE ROLE someone PASSWORD ${env("PW", "hidden")} BOGUS;
% endif
</%def>
<%def name="downgrade()">
</%def>
=== session postgresql
$ aludel build -o migrate
$ migrate upgrade 0001
INFO  [aludel.migration] Running upgrade  -> 0001
NOTE  [aludel.migration] NOTICE: made
NOTE  [aludel.migration] NOTICE: table "nothing" does not exist, skipping
$ migrate upgrade 0001a 2>&1 | sort
INFO  [aludel.migration] Running upgrade 0001 -> 0001a
NOTE  [aludel.migration] NOTICE: identifier "a_name_that_is_longer_than_the_sixty_three_bytes_which_a_name_may_have" will be truncated to "a_name_that_is_longer_than_the_sixty_three_bytes_which_a_name_m"
$ KIND=column migrate upgrade head
INFO  [aludel.migration] Running upgrade 0001a -> 0002
FAILED: column "writter" of relation "posts" does not exist
  versions/0002_wrong.mako:6
    INSERT INTO posts (id, writter)
                           ^
        VALUES (1, 1)
  '0002' was rolled back
[exit 1]
$ KIND=context migrate upgrade head
INFO  [aludel.migration] Running upgrade 0001a -> 0002
NOTE  [aludel.migration] NOTICE: checked 7
NOTE  [aludel.migration] WARNING: still 7
NOTE  [aludel.migration] INFO: info 7
FAILED: division by zero
  versions/0002_wrong.mako:9
    SELECT checked(7)
  context: PL/pgSQL function checked(integer) line 9 at RETURN
  '0002' was rolled back
[exit 1]
$ KIND=context N=200 migrate upgrade head
INFO  [aludel.migration] Running upgrade 0001a -> 0002
FAILED: too many
  versions/0002_wrong.mako:9
    SELECT checked(200)
  there are 200
  context: PL/pgSQL function checked(integer) line 4 at RAISE
  '0002' was rolled back
  hint: take fewer
[exit 1]
$ KIND=context N=8 migrate upgrade head --dry-run
INFO  [aludel.migration] Running upgrade 0001a -> 0002
NOTE  [aludel.migration] NOTICE: checked 8
NOTE  [aludel.migration] WARNING: still 8
NOTE  [aludel.migration] INFO: info 8
INFO  [aludel.migration] dry run: everything was rolled back; it took the real locks while it ran, and sequences keep the numbers they gave
$ KIND=context N=8 migrate -q upgrade head --dry-run
$ KIND=value migrate upgrade head
INFO  [aludel.migration] Running upgrade 0001a -> 0002
FAILED: invalid input syntax for type integer: "x"
  lib/shared.mako:2
    UPDATE users
        SET slug = lower("name")
        WHERE größe > $1
  context: unnamed portal parameter $1 = '...'
  '0002' was rolled back
[exit 1]
$ KIND=twice migrate upgrade head
INFO  [aludel.migration] Running upgrade 0001a -> 0002
FAILED: duplicate key value violates unique constraint "users_pkey"
  versions/0002_wrong.mako:13
    INSERT INTO users VALUES (1, 'b', NULL, 3)
  Key (id)=(1) already exists.
  '0002' was rolled back
[exit 1]
$ KIND=deferred migrate upgrade head
INFO  [aludel.migration] Running upgrade 0001a -> 0002
FAILED: insert or update on table "posts" violates foreign key constraint "posts_writer_fkey"
  versions/0002_wrong.mako
    COMMIT
  Key (writer)=(77) is not present in table "users".
  '0002' was rolled back
[exit 1]
$ KIND=characters migrate upgrade head
INFO  [aludel.migration] Running upgrade 0001a -> 0002
FAILED: function nothing(unknown) does not exist
  versions/0002_wrong.mako:17
    SELECT 'äöü', nothing('x')
                  ^
  '0002' was rolled back
  hint: No function matches the given name and argument types. You might need to add explicit type casts.
[exit 1]
$ KIND=inner migrate upgrade head
INFO  [aludel.migration] Running upgrade 0001a -> 0002
FAILED: relation "nowhere" does not exist
  versions/0002_wrong.mako:19
    DO $$ BEGIN
        EXECUTE 'SELECT 1 FROM nowhere';
    END $$
  in: SELECT 1 FROM nowhere
  context: PL/pgSQL function inline_code_block line 2 at EXECUTE
  '0002' was rolled back
[exit 1]
$ KIND=rows migrate upgrade head
INFO  [aludel.migration] Running upgrade 0001a -> 0002
FAILED: column "missing" does not exist
  versions/0002_wrong.mako:23
    SELECT id, missing FROM users
               ^
  '0002' was rolled back
[exit 1]
$ KIND=transaction migrate upgrade head
INFO  [aludel.migration] Running upgrade 0001a -> 0002
FAILED: VACUUM cannot run inside a transaction block
  versions/0002_wrong.mako:27
    VACUUM
  '0002' was rolled back
  hint: put it into `with op.autocommit():`
[exit 1]
$ KIND=exists migrate upgrade head
INFO  [aludel.migration] Running upgrade 0001a -> 0002
FAILED: relation "posts" already exists
  versions/0002_wrong.mako:29
    CREATE TABLE posts (id integer)
  '0002' was rolled back
[exit 1]
$ KIND=type migrate upgrade head
INFO  [aludel.migration] Running upgrade 0001a -> 0002
FAILED: COPY from and to the client can't be part of a migration
  versions/0002_wrong.mako:32
    COPY users TO STDOUT
  '0002' was rolled back
  hint: write INSERT statements, or COPY from a file on the server
[exit 1]
$ KIND=secret PW=s3cret migrate -v upgrade head
INFO  [aludel.migration] Running upgrade 0001a -> 0002
SQL   [aludel.migration] INSERT INTO users VALUES (1, 'ä', NULL, 3)
SQL   [aludel.migration] CREATE ROLE someone PASSWORD *** BOGUS
FAILED: unrecognized role option "bogus"
  versions/0002_wrong.mako:34
    CREATE ROLE someone PASSWORD *** BOGUS
  '0002' was rolled back
[exit 1]
$ KIND=twice migrate --json upgrade head 2>&-
{
  "error": {
    "code": "failed",
    "message": "duplicate key value violates unique constraint \"users_pkey\"",
    "detail": "Key (id)=(1) already exists.\n'0002' was rolled back",
    "hint": null,
    "revision": "0002",
    "file": "versions/0002_wrong.mako",
    "line": 13,
    "statement": "INSERT INTO users VALUES (1, 'b', NULL, 3)",
    "position": 0,
    "sqlstate": "23505",
    "driver_code": 0
  }
}
[exit 1]
$ migrate current
0001a
