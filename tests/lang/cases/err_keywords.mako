<%
retrun x
improt os
els:
    x
esle:
    x
whlie x:
    y
%>
