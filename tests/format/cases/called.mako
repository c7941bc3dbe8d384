<%def name="upgrade()">
SELECT 1;   
SELECT ${q()}a   
b';
</%def>
<%def name="downgrade()">
SELECT 1;   
SELECT <%include file="q.mako"/>a   
b';
</%def>
<%def name="change()">
SELECT 1;   
SELECT <%call expr="q()"></%call>a   
b';
</%def>
<%def name="q()">'   
</%def>
