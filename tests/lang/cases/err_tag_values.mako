<%def name="f()""g()"></%def>
<%include file="a.mako", "b.mako"/>
<%namespace = "lib"/>
<%include file "a.mako"/>
<%include file"a.mako"/>
<%include file = = "a.mako"/>
<%include file="a.mako" = "b.mako"/>
<%include "a.mako"/>
<%namespace name "lib" file="a.mako"/>
<%self:audit t "users"/>
<%def name "f()">
</%def>
<%c in "abc" %>
<%include file "a.mako"
