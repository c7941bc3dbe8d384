<%
def f(a, a): pass
def g(a=1, b): pass
def h(a, /, b): pass
def i(: pass
%>
