<%include/><%include file="${x}"/><%include file=""/>
