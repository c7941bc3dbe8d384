<%call expr="f(1)" args="row, n">
<%def name="head()">h</%def>
${row}
</%call><%call expr="g()"/>