<%def name="upgrade()">
BEGIN;
PRAGMA foreign_keys = OFF;
COMMIT;
</%def>
