CREATE TABLE abort (action INT, after INT, always INT, analyze INT, asc INT, attach INT)
----
CREATE TABLE key (key INT, "order" INT, by INT, cascade INT, cast INT, column INT, conflict INT)
----
CREATE TABLE generated (generated INT, always TEXT, stored INT, virtual INT)
----
CREATE TABLE t (generated, always)
----
CREATE TABLE t (generated generated, always always)
----
CREATE TABLE t (a GENERATED)
----
CREATE TABLE t (a INT GENERATED)
----
CREATE TABLE t (match INT, no INT, initially INT, deferred INT, immediate INT, restrict INT)
----
CREATE TABLE t (a match, b no, c initially, d deferred, e action, f key)
----
CREATE TABLE t (a no action, b initially deferred, c match, d with time zone)
----
CREATE TABLE t (like INT, glob INT, regexp INT, match INT)
----
CREATE TABLE t (a like, b desc, c asc, d by, e exclude, f include, h where_x)
----
CREATE TABLE t (exclude INT, include INT, nulls INT, identity INT, storage TEXT, compression TEXT, enforced INT, valid INT)
----
CREATE TABLE t (a storage, b compression x, c enforced, d identity, e inherit)
----
CREATE TABLE t (a INT storage plain NOT NULL, b TEXT enforced)
----
CREATE TABLE temp (temp INT, temporary INT)
----
CREATE TABLE row (row INT, rows INT, range INT, groups INT, current INT, first INT, last INT)
----
CREATE TABLE view (view INT, trigger INT, vacuum INT, virtual INT, without INT, with INT)
----
CREATE TABLE replace (replace INT, ignore INT, fail INT, rollback INT, rename INT, reindex INT)
----
CREATE TABLE t (begin INT, end INT, each INT, explain INT, "for" INT, "if" INT, instead INT, of INT, offset INT)
----
CREATE TABLE t (left INT, right INT, inner INT, outer INT, cross INT, natural INT, full INT)
----
CREATE TABLE t (current_date INT, current_time INT, current_timestamp INT)
----
CREATE TABLE t ("select" INT, [from] INT, `where` INT, 'group' INT, "create" INT, "table" INT)
----
CREATE TABLE t ("constraint" INT, "primary" INT, "unique" INT, "check" INT, "foreign" INT, "references" INT)
----
CREATE TABLE 'it''s' ('a' 'b', 'c' 'd' 'e')
----
CREATE TABLE t ("a" "INT", [b] [VARCHAR](10), `c` `TEXT`)
----
CREATE TABLE t (a INT, CONSTRAINT "the check" CHECK (a > 0), CONSTRAINT [the unique] UNIQUE (a), CONSTRAINT 'str' CHECK (a < 9))
----
CREATE TABLE t (a INT, b INT, UNIQUE ("a", [b]), UNIQUE (`b`, 'a'))
----
CREATE TABLE t (x 'ab' INT)
----
CREATE TABLE t (over INT, filter INT, window INT, partition INT, preceding INT, following INT, unbounded INT)
----
CREATE TABLE t (plan INT, pragma INT, query INT, raise INT, recursive INT, release INT, savepoint INT, ties INT, others INT)
----
CREATE TABLE t (nulls INT UNIQUE, first INT PRIMARY KEY)
----
CREATE TABLE T (A INT, B INT, UNIQUE (a, B))
----
CREATE TABLE indexed (indexed INT)
