<%doc>
first

long ${not} % if
</%doc>
<%doc>second</%doc>
