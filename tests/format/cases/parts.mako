


## of the whole file
<%def name='downgrade()'   >
</%def><%doc>
a message   

more
</%doc>


<%namespace   name="lib"   file='lib.mako' />
## why upgrade

<%def  name="upgrade( a,b = 1 )">
</%def>   
<%!revision='a1';down_revision  =  None   # the first
labels=("x",)

# a helper
def f(a):return a
x=1%>
<%c>
int  x;   
</%c>
## at the end   
