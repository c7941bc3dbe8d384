<%dfe name="a()">
</%dfe>
<%zzz/>
