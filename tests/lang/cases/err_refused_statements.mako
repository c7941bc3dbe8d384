<%
class A:
    x = 1
try:
    x = 1
except E as e:
    y
finally:
    z
global a
nonlocal b
del c
assert d, e
@deco
def f(): yield 1
async def g(): pass
for x in y:
    pass
else:
    z
%>
