<%def name="a()">
</%deff>
</%foo>
</%def x
