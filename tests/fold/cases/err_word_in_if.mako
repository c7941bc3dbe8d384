<%def name="upgrade()">
CREATE TABLE t (a INTEGER \
% if env("A"):
NOT NULL\
% endif
);
</%def>
