<%def name="a(x, x)"/><%def name="b(x=1, y)"/><%def name="c(*a, *b)"/><%def name="d(**k, a)"/>
