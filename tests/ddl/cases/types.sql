CREATE TABLE t (a VARCHAR(40), b DECIMAL(10,2), c NUMERIC ( 5 , 0 ))
----
CREATE TABLE t (a UNSIGNED BIG INT, b DOUBLE PRECISION, c NATIVE CHARACTER(70), d VARYING CHARACTER (255))
----
CREATE TABLE t (a FLOATING POINT, b LONG VARCHAR, c INT2, d INT8)
----
CREATE TABLE t (a DECIMAL(+10,-2), b FOO(-1), c BAR(1.5), d BAZ(+1.5e3))
----
CREATE TABLE t (a 'my type', b "other type" (3), c [third type])
----
CREATE TABLE t (a int /* c */ unsigned, b text -- x
 of lines)
----
CREATE TABLE t (a PRIMARY KEY, b NOT NULL, c UNIQUE, d DEFAULT 1, e CHECK (e > 0))
----
CREATE TABLE t (a COLLATE nocase, b REFERENCES x, c AS (1))
----
CREATE TABLE t (a timestamp with time zone, b interval year month)
----
CREATE TABLE t (a ENUM (1,2))
----
CREATE TABLE t (a int(11), b bit varying (3))
----
CREATE TABLE t (a "INT"(3), b VARCHAR /* n */ (10))
----
CREATE TABLE t (a AUTO_INCREMENT, b serial)
