<%def name="upgrade()">
CREATE TABLE t (
  id INTEGER
% if env("BIG", False):
  , payload TEXT DEFAULT ${env("PAYLOAD", "none")}
% else:
  , payload VARCHAR(10)
% endif
  , last INTEGER
);
SELECT 1;
</%def>
