<%def name="f()""g()"></%def>
<%include file="a.mako", "b.mako"/>
<%namespace = "lib"/>
