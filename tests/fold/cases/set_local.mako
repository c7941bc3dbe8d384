## settings: dialects=postgresql
<%def name="upgrade()">
SET lock_timeout = '${env("T", "2s")}';
SET search_path TO a;
</%def>
