<%def nam="a()"></%def><%def name></%def><%def name="b()" filter="h"></%def><%def "c()"></%def><%include file="a" file="b"/>
