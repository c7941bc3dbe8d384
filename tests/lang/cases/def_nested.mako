<%def name="a(x, y='&gt;')">
<%def name="b()">inner</%def>${b()}
</%def>
<%def name="c()"/>