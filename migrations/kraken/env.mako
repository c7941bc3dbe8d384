## Read before every migration.

<%def name="before_upgrade()">
DO $$
BEGIN
    IF current_setting('server_version_num')::integer < 130000 THEN
        RAISE EXCEPTION 'KRAKEN needs PostgreSQL 13 or newer, and this is %', current_setting('server_version')
            USING HINT = 'gen_random_uuid(), which gives every row its id, is built in from there on';
    END IF;
END
$$;
</%def>
