<%def name="upgrade()">
<%call expr="len(1)">x</%call>
<%call expr="part()">x</%call>
</%def>
<%def name="part()">
${caller.nobody()}
${caller.body(1)}
</%def>
