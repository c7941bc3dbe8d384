<%namespace name="lib" file="lib/none.mako"/>
<%def name="upgrade()">
<%include file="no.mako"/>
</%def>
