<%def name="each(names)">
% for name in names:
INSERT INTO t VALUES (${caller.body(name, loop.index)});
% endfor
</%def>
<%def name="upgrade()">
<% prefix = "p" %>
<%call expr="each(['a', env('B')])" args="name, place, step=2">${prefix + name}, ${place * step}</%call>
</%def>
