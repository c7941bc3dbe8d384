<%def name="upgrade()">
-- a comment in front
CREATE TABLE a (x INTEGER, y TEXT DEFAULT 'a;b'); CREATE TABLE b (z INTEGER);

INSERT INTO a (x) VALUES (1) -- the last one needs no semicolon
</%def>
<%def name="downgrade()">
DROP TABLE b;
DROP TABLE a;
</%def>
