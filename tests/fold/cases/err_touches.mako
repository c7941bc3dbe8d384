<%def name="upgrade()">
CREATE TABLE a${"b"} (x INTEGER);
SELECT ${1}px;
</%def>
