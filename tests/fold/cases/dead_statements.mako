<%def name="stopped()">
% if op.has_table("a"):
<% return %>
% endif
SELECT 1
<% raise ValueError("stopped") %>
</%def>
<%def name="failed()">
% if op.has_table("b"):
<% return %>
% endif
SELECT ${1}${fail("failed")};
</%def>
<%def name="decided()">
% if op.has_table("c"):
<% return %>
% endif
SELECT 2
% if op.has_table("d"):
<% raise ValueError("decided") %>
% else:
<% raise ValueError("either way") %>
% endif
</%def>
<%def name="upgrade()">
${stopped()}
INSERT INTO t VALUES (1);
${failed()}
INSERT INTO t VALUES (2);
${decided()}
INSERT INTO t VALUES (3);
% if op.has_table("e"):
SELECT 3
% if op.has_table("f"):
, 4
% endif
<% raise ValueError("never sent") %>
% endif
INSERT INTO t VALUES (4);
</%def>
<%def name="downgrade()">
% for row in op.query("SELECT 1 AS a"):
SELECT 5
% if row.a:
, 6
% endif
<% raise ValueError("never sent") %>
% endfor
INSERT INTO t VALUES (5);
</%def>
