<%doc>
values are integers: thousandths of the sensor's unit

The microcontroller has no arithmetic for doubles, and an integer takes two or three bytes of a row where a double
takes eight. The table is rebuilt by copy.
</%doc>
<%!
revision = "d002"
down_revision = "d001"
%>

<%def name="upgrade()">
UPDATE measurements SET value = round(value * 1000);
<%
op.alter_column("measurements", "value", type_=sa.Integer())
%>
ALTER TABLE measurements RENAME COLUMN value TO thousandths;
</%def>

<%def name="downgrade()">
ALTER TABLE measurements RENAME COLUMN thousandths TO value;
<%
op.alter_column("measurements", "value", type_=sa.REAL())
%>
UPDATE measurements SET value = value / 1000.0;
</%def>
