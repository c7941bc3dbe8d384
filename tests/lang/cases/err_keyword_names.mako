<%
def in(x):
    pass
def f(class):
    pass
import os as is
x.lambda = 1
%>
<%def name="if()"></%def><%def name="f(None)"></%def>
