<%def name="a()>
</%def>
