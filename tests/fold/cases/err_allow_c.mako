## settings: allow_c=no
<%c>int64_t f(void);</%c>
<%def name="upgrade()">
<%c>x();</%c>
</%def>
