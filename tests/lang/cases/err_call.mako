<%call expr="x"></%call><%call></%call><%call expr="f("/>
