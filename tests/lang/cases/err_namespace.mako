<%namespace name="a"/><%namespace file="x"/><%namespace name="b">text</%namespace>
