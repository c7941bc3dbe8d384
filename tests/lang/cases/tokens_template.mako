<%doc>x</%doc>
<%!
revision = "a"
down_revision = (
  None)  # x
limit = 1
def f():
    revision = 2
%>
<%def name="upgrade( a,b = 1 )">
## c
<% x = 1 # y %>
%>
% if x : # z
INSERT '${ a }  b';
% endif
<%self:f a="1" b="${x}"/>
<%c>
#define A 1 // x
int b = '"'; /* y */
</%c>
</%def>
