<%doc>a loop over rows</%doc>
<%!
revision = "p004"
down_revision = "p003"
def short(title):
    return title[:8].upper()
%>
<%def name="upgrade()">
ALTER TABLE books ADD COLUMN short TEXT;
% for row in op.query("SELECT id, title FROM books WHERE id % 5 = 0"):
UPDATE books SET short = ${short(row.title)} WHERE id = ${row.id};
% endfor
UPDATE books SET title = title || '!' WHERE id % 7 = 0;
</%def>
<%def name="downgrade()">
UPDATE books SET title = rtrim(title, '!') WHERE id % 7 = 0;
ALTER TABLE books DROP COLUMN short;
</%def>
