<%namespace name="lib" file="lib/a.mako"/>
<%namespace name="own">
<%def name="f()">x</%def>
</%namespace>
