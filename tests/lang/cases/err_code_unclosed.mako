a
<% x = 1
b ${c}
