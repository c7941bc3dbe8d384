CREATE TABLE t (a)
----
CREATE TABLE t(a,b,c)
----
create table t (a integer)
----
CREATE TABLE IF NOT EXISTS t (a INT, b TEXT)
----
CREATE TEMP TABLE t (a)
----
CREATE TEMPORARY TABLE t (a INT)
----
CREATE TABLE main.t (a INT)
----
CREATE TABLE "main"."t" ("a" INT)
----
CREATE TABLE [main].[t] ([a] INT, [b c] TEXT)
----
CREATE TABLE `main`.`t` (`a` INT)
----
CREATE TABLE 'main'.'t' ('a' INT)
----
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT NOT NULL, c REAL DEFAULT 1.5, d BLOB);
----
CREATE TABLE t (a INT) ;
----
CREATE TABLE t (a INT); -- said at the end
----
  /* before */ CREATE /* a */ TABLE -- b
 t /* c */ ( /* d */ a /* e */ INT /* f */ , /* g */ b /* h */ ) /* i */
----
CREATE TABLE t (a INT -- the first
, b INT -- the second
)
----
CREATE TABLE t (
	a	INT,
	b	INT
)
----
CREATE TABLE t(a INT,b INT,/* , */c INT)
----
CREATE TABLE t(a INT /* unclosed */, b INT) /* never closed
----
CREATE TABLE t (a INT) STRICT
----
CREATE TABLE t (a INT PRIMARY KEY) WITHOUT ROWID
----
CREATE TABLE t (a INT PRIMARY KEY, b ANY) STRICT, WITHOUT ROWID
----
CREATE TABLE t (a INT PRIMARY KEY) WITHOUT ROWID, STRICT
----
CREATE TABLE t (a INT PRIMARY KEY) without /* x */ rowid , strict -- y
----
CREATE TABLE t (a INT PRIMARY KEY) , WITHOUT ROWID
----
CREATE TABLE t (a INT) , STRICT
----
CREATE TABLE t (a ANY, b int, c Integer, d real, e text, f blob) STRICT
----
CREATE TABLE t AS SELECT 1 AS a, 'x' AS b
----
CREATE TABLE t AS SELECT abs(1) AS a, (2) AS b, ',' AS c
----
CREATE TABLE t AS VALUES (1, 2), (3, 4)
----
CREATE TABLE t (ä INT, "ö" TEXT, [ü] BLOB, `ß` REAL, '漢字' INT)
----
CREATE TABLE "t" ("a""b" INT, [c"d] INT, `e``f` INT, 'g''h' INT)
----
CREATE TABLE t ("" INT, "b")
----
CREATE TABLE t (_ INT, a$b INT, _1 INT)
----
CREATE TABLE "a.b" ("c.d" INT, "e,f" INT, "g(h" INT, "i)j" INT, "k'l" INT, "--m" INT, "/*n" INT)
----
CREATE TABLE "CREATE TABLE x (y)" ("CHECK (1)" INT)
