## What all of it
## is about.

## about f
<%def name="f()">
</%def>
<%!x = 1%>
