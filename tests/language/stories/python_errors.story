Python that isn't part of the language, and mistakes in what is: each with what to write.

=== file versions/0001_python.mako
<%!
revision = "0001"
down_revision = None
f = lambda x: x
class A: pass
try:
    x = 1
except Exception:
    pass
def g():
    global y
    yield 1
assert 1
%>
<%def name="upgrade()">
<%
for x in [1]:
    pass
else:
    pass
a = b if c
%>
</%def>
<%def name="downgrade()"></%def>
=== file versions/0002_values.mako
<%!
revision = "0002"
down_revision = None
import yaml
%>
<%def name="upgrade()">
INSERT INTO t VALUES (${"a" + 1}, ${[1][5]}, ${undefined.x});
INSERT INTO t VALUES (${len()}, ${"x".uper()}, ${env()});
INSERT INTO t VALUES (${env("A", "b", "c")}, ${1 / 0}, ${2 ** 64});
% for a, b in [(1, 2, 3)]:
% endfor
INSERT INTO t VALUES (?, ${"%d" % "x"}, '${None}', ${[]});
<% op.execute("UPDATE t SET a = :a", {"b": 1}) %>
</%def>
<%def name="downgrade()">
VACUUM;
</%def>
=== session
$ aludel lint
versions/0001_python.mako:4:5: error: 'lambda' isn't part of this language
    4 | f = lambda x: x
      |     ^~~~~~ write a function with 'def', or a comprehension
versions/0001_python.mako:5:1: error: 'class' isn't part of this language
    5 | class A: pass
      | ^~~~~ write functions with 'def'; a type of the server is Type("name")
versions/0001_python.mako:6:1: error: 'try' isn't part of this language
    6 | try:
      | ^~~ ask first: op.has_table(…), if_exists=True, int(s, default)
versions/0001_python.mako:11:5: error: 'global' isn't part of this language
   11 |     global y
      |     ^~~~~~ return the value from the function
versions/0001_python.mako:12:5: error: 'yield' isn't part of this language
   12 |     yield 1
      |     ^~~~~ return a list
versions/0001_python.mako:13:1: error: 'assert' isn't part of this language
   13 | assert 1
      | ^~~~~~ write: if not condition: fail("why")
versions/0001_python.mako:19:1: error: a loop has no 'else' here
   19 | else:
      | ^~~~ set a variable in the loop and ask for it with 'if'
versions/0001_python.mako:21:11: error: expected 'else' before the end of the line
   21 | a = b if c
      |           ^
versions/0002_values.mako:4:8: error: can't import 'yaml'
    4 | import yaml
      |        ^~~~ no Python is run: only names that are built in may be imported (sqlalchemy, alembic, os, uuid, datetime, typing), and what env.mako defines
versions/0002_values.mako:7:25: error: can only concatenate str (not "int") to str
    7 | INSERT INTO t VALUES (${"a" + 1}, ${[1][5]}, ${undefined.x});
      |                         ^~~~~~~
versions/0002_values.mako:7:37: error: list index out of range
    7 | INSERT INTO t VALUES (${"a" + 1}, ${[1][5]}, ${undefined.x});
      |                                     ^~~~~~
versions/0002_values.mako:7:48: error: unknown name 'undefined'
    7 | INSERT INTO t VALUES (${"a" + 1}, ${[1][5]}, ${undefined.x});
      |                                                ^~~~~~~~~
versions/0002_values.mako:8:25: error: len() missing required argument 'obj'
    8 | INSERT INTO t VALUES (${len()}, ${"x".uper()}, ${env()});
      |                         ^~~~~
versions/0002_values.mako:8:39: error: a string has no method 'uper'
    8 | INSERT INTO t VALUES (${len()}, ${"x".uper()}, ${env()});
      |                                       ^~~~ did you mean 'upper'?
versions/0002_values.mako:8:50: error: env() missing required argument 'name'
    8 | INSERT INTO t VALUES (${len()}, ${"x".uper()}, ${env()});
      |                                                  ^~~~~
versions/0002_values.mako:9:39: error: env() takes at most 2 arguments but 3 were given
    9 | INSERT INTO t VALUES (${env("A", "b", "c")}, ${1 / 0}, ${2 ** 64});
      |                                       ^~~
versions/0002_values.mako:9:48: error: division by zero
    9 | INSERT INTO t VALUES (${env("A", "b", "c")}, ${1 / 0}, ${2 ** 64});
      |                                                ^~~~~
versions/0002_values.mako:9:58: error: integer overflow
    9 | INSERT INTO t VALUES (${env("A", "b", "c")}, ${1 / 0}, ${2 ** 64});
      |                                                          ^~~~~~~
versions/0002_values.mako:10:7: error: too many values to unpack (expected 2)
   10 | % for a, b in [(1, 2, 3)]:
      |       ^~~~
versions/0002_values.mako:12:1: error: the parameter '?' can't stand in a migration
   12 | INSERT INTO t VALUES (?, ${"%d" % "x"}, '${None}', ${[]});
      | ^~~~~~~~~~~~~~~~~~~~~~~~~ write ${…} where a value is to stand
and 6 more errors
[exit 1]
$ rm versions/0001*; aludel lint
versions/0002_values.mako:4:8: error: can't import 'yaml'
    4 | import yaml
      |        ^~~~ no Python is run: only names that are built in may be imported (sqlalchemy, alembic, os, uuid, datetime, typing), and what env.mako defines
versions/0002_values.mako:7:25: error: can only concatenate str (not "int") to str
    7 | INSERT INTO t VALUES (${"a" + 1}, ${[1][5]}, ${undefined.x});
      |                         ^~~~~~~
versions/0002_values.mako:7:37: error: list index out of range
    7 | INSERT INTO t VALUES (${"a" + 1}, ${[1][5]}, ${undefined.x});
      |                                     ^~~~~~
versions/0002_values.mako:7:48: error: unknown name 'undefined'
    7 | INSERT INTO t VALUES (${"a" + 1}, ${[1][5]}, ${undefined.x});
      |                                                ^~~~~~~~~
versions/0002_values.mako:8:25: error: len() missing required argument 'obj'
    8 | INSERT INTO t VALUES (${len()}, ${"x".uper()}, ${env()});
      |                         ^~~~~
versions/0002_values.mako:8:39: error: a string has no method 'uper'
    8 | INSERT INTO t VALUES (${len()}, ${"x".uper()}, ${env()});
      |                                       ^~~~ did you mean 'upper'?
versions/0002_values.mako:8:50: error: env() missing required argument 'name'
    8 | INSERT INTO t VALUES (${len()}, ${"x".uper()}, ${env()});
      |                                                  ^~~~~
versions/0002_values.mako:9:39: error: env() takes at most 2 arguments but 3 were given
    9 | INSERT INTO t VALUES (${env("A", "b", "c")}, ${1 / 0}, ${2 ** 64});
      |                                       ^~~
versions/0002_values.mako:9:48: error: division by zero
    9 | INSERT INTO t VALUES (${env("A", "b", "c")}, ${1 / 0}, ${2 ** 64});
      |                                                ^~~~~
versions/0002_values.mako:9:58: error: integer overflow
    9 | INSERT INTO t VALUES (${env("A", "b", "c")}, ${1 / 0}, ${2 ** 64});
      |                                                          ^~~~~~~
versions/0002_values.mako:10:7: error: too many values to unpack (expected 2)
   10 | % for a, b in [(1, 2, 3)]:
      |       ^~~~
versions/0002_values.mako:12:1: error: the parameter '?' can't stand in a migration
   12 | INSERT INTO t VALUES (?, ${"%d" % "x"}, '${None}', ${[]});
      | ^~~~~~~~~~~~~~~~~~~~~~~~~ write ${…} where a value is to stand
versions/0002_values.mako:12:28: error: %d format: a real number is required, not str
   12 | INSERT INTO t VALUES (?, ${"%d" % "x"}, '${None}', ${[]});
      |                            ^~~~~~~~~~
versions/0002_values.mako:12:42: error: None can't stand inside quotes
   12 | INSERT INTO t VALUES (?, ${"%d" % "x"}, '${None}', ${[]});
      |                                          ^~~~~~~
versions/0002_values.mako:12:52: error: an empty list has no SQL: neither IN () nor IN (NULL) is right; put an `% if` around it
   12 | INSERT INTO t VALUES (?, ${"%d" % "x"}, '${None}', ${[]});
      |                                                    ^~~~~
versions/0002_values.mako:13:16: error: the statement's parameter ':a' isn't given
   13 | <% op.execute("UPDATE t SET a = :a", {"b": 1}) %>
      |                ^~~~~~~~~~~~~~~~~~~
versions/0002_values.mako:13:38: error: the statement has no parameter ':b'
   13 | <% op.execute("UPDATE t SET a = :a", {"b": 1}) %>
      |                                      ^~~~~~~~
versions/0002_values.mako:16:1: error: VACUUM can't run in a transaction
   16 | VACUUM;
      | ^~~~~~ put it into 'with op.autocommit():'
[exit 1]
