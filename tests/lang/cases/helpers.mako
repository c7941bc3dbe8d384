<%!
def f(a, b=1, *args, c=2, **kw) -> dict[str, int]:
    """doc"""
    return a
def g(*, x: int): pass
%>