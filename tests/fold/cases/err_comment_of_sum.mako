<%def name="half()">1 /</%def>
<%def name="upgrade()">
<%
minus = text("1 -")
minus += text("-1")
%>
SELECT ${text("1 -") + text("-1")};
SELECT ${half() + text("* 2")};
SELECT 1${text("-") * 2}1;
SELECT ${text("-").join([text("1"), text("-2")])};
SELECT ${text("1 - ") + text("-1")}${text("1 /") + text("") + text("2")}, ${text("-") * 1}1, ${"1 -" + "-1"};
</%def>
