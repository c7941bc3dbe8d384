## settings: dialects=postgresql from_scratch=no
<%def name="upgrade()">
% if env("CONCURRENTLY", True):
%   with op.autocommit():
CREATE INDEX CONCURRENTLY i ON t (x);
%   endwith
% else:
CREATE INDEX i ON t (x);
% endif
</%def>
