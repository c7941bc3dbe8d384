<%namespace name="lib" file="lib.mako"/>
<%namespace file="other.mako" name="other"/>
<%def name="upgrade()">
${lib.audit("t")}
<%lib:audit t="x"/>
<% x = lib.f(1) %>
% for y in other.names:
SELECT ${y};
% endfor
SELECT ${x};
</%def>
