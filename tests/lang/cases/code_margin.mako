<%
        a = 1
        if a:
            b
  # an outer comment
        c
%>
