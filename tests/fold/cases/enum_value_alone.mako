## settings: dialects=postgresql from_scratch=no
<%def name="upgrade()"><%
op.execute("SELECT 1")
op.add_enum_value("mood", "glad", after="sad")
op.add_enum_value("mood", "mad", if_not_exists=True)
op.execute("UPDATE users SET mood = 'glad'")
op.create_type("size", ["s"])
op.add_enum_value("size", "m")
%>
% with op.autocommit():
<% op.add_enum_value("mood", "calm") %>
% endwith
% for user in op.query("SELECT 1 AS one"):
<% op.add_enum_value("mood", "dull") %>
% endfor
</%def>
=== env.mako
<%def name="before_each()"><% op.add_enum_value("mood", "bold") %></%def>
