<%def name="upgrade()">
<%op.execute('SELECT 1')%>
  <%
  x = {'a':1,"b":[1,2 ][0:1]} ; y=-x ** - 2  # c
  # own


  if x :
          y=1   # in if
          # still in if
    # of the outer one
  elif not(y) : pass
  else:
          z = f'{x}' + "it's" + 'say "x"' + u'u' + '\'' + '''
  long   
'''
  %>
  <% op.create_index("an_index_with_a_rather_long_name", "a_table_with_a_long_name", ["a_column", "another_column"]) %>
SELECT <% a = 1; b = 2 %> 1;
<%
op.create_table("users",
    sa.Column("id", sa.Integer, primary_key=True), # the key
    # a name
    sa.Column('name', sa.Text()), sa.Column("a_very_long_name_of_a_column", sa.Enum("one", "two", "three", name="kinds"), nullable=False)
    # no more
)
t = (1,)
fail("a long message that goes on and on, so that it doesn't fit on a line of its own at all, whatever is done" "and more")
names = [name.lower() for name in ["one of the names", "another of the names", "the last of the names"] if name and name != "x"]
ok = some_function(first_argument_of_it == second_argument_of_it and third_argument_of_it or not fourth_argument_of_it)
a = 1 + \
    2
b = f(a, # odd
      b
      # odder
      + 1)
op.execute("""
  SELECT '  ' 
""")
for i in range(3):

    if i: continue
    break
%>
</%def>
