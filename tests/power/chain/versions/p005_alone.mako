<%doc>in pieces: statements outside of transactions</%doc>
<%!
revision = "p005"
down_revision = "p004"
%>
<%def name="upgrade()">
CREATE TABLE shelves (id INTEGER PRIMARY KEY, place TEXT NOT NULL);
INSERT INTO shelves (place) VALUES ('left'), ('right');
% with op.autocommit():
DELETE FROM changes WHERE book_id % 2 = 0;
VACUUM;
CREATE INDEX shelves_place ON shelves (place);
% endwith
INSERT INTO shelves (place) VALUES ('middle');
</%def>
<%def name="downgrade()">
% with op.autocommit():
DROP INDEX shelves_place;
VACUUM;
% endwith
DROP TABLE shelves;
</%def>
