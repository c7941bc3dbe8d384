## settings: dialects=sqlite
<%def name="change()"><%
op.execute("""CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT CHECK (b <> 'a'), "c d" INTEGER, e AS ([c d] + 1),
    f TEXT, CHECK (lower("F") <> 'a'))""")
op.create_index("i", "t", [text("upper(b)")], sqlite_where=text("b <> 'a'"))
op.drop_column("t", "a")
op.drop_column("t", "e")
op.drop_column("t", "c d")
op.drop_column("t", "f")
op.drop_column("t", "b")
%></%def>
