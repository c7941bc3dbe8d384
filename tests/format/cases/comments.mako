<%!
revision = "a1"
down_revision = None
x = {
# a dictionary
}
%>
<%def name="upgrade()">
<%
f(# of nothing
)
f(h(
  # inside of two
 ))
f(({ # inside of three
},),)
f(a # c1
 # c2
 , # c3
 # c4
 b)
f(a # d1
 , # d2
 )
%>
SELECT ${g( # in a hole
)};
<%doc>
inside a def   
</%doc>
SELECT 1;   
</%def>
