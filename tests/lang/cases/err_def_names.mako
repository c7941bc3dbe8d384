<%def name="a"></%def><%def name="b("></%def><%def name=""></%def><%def name="c(x=)"></%def><%def name="1()"></%def>
