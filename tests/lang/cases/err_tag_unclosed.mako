<%def name="a()">
x
<%def name="b()">
