<%doc>
add_historical_pricing_support

Prices are kept instead of being overwritten: a row is no longer a model but what a model cost from some time on. So the
key is a number, and a model has one row for each snapshot.

The way back has room for one price of each model and deletes the others, which no upgrade brings back. It says how many
they are and stops, unless it was told before that so many may go: -x delete_prices=N.

Written 2025-11-29 00:14:47.
</%doc>
<%!
revision = "34c6749675ef"
down_revision = "704a5c62805b"
branch_labels = None
depends_on = None
%>

<%def name="upgrade()">
<%
op.add_column("model_prices", sa.Column("id", sa.Integer(), sa.Identity(), nullable=False))
op.drop_constraint("model_prices_pkey", "model_prices", type_="primary")
op.create_primary_key("model_prices_pkey", "model_prices", ["id"])
op.create_unique_constraint("uq_model_prices_model_snapshot", "model_prices", ["model_id", "snapshot_at"])
op.create_index("idx_model_prices_model_id", "model_prices", ["model_id"])
%>
</%def>

## Tells and stops before anything is deleted. On PostgreSQL in SQL alone: so `plan` shows it, and a script of --sql has
## it too.
<%def name="ask_before_deleting()">
<% op.remark("of each model's prices only the latest is kept") %>
% if dialect == "postgresql":
-- Nobody adds a price between this count and the end.
LOCK TABLE model_prices;
DO $$
DECLARE
    older bigint;
    models bigint;
BEGIN
    SELECT coalesce(sum(n - 1), 0), count(*) INTO older, models
    FROM (SELECT count(*) AS n FROM model_prices GROUP BY model_id HAVING count(*) > 1) AS several;
    IF older > ${x("delete_prices", 0)} THEN
        RAISE EXCEPTION 'prices that would be deleted: % (models: %)', older, models
            USING HINT = format('save them, or say that so many may go: -x delete_prices=%s', older);
    ELSIF older > 0 THEN
        RAISE NOTICE 'prices that are deleted now: % (models: %)', older, models;
    END IF;
END
$$;
% else:
<%
older = op.scalar("SELECT count(*) - count(DISTINCT model_id) FROM model_prices")
models = op.scalar("SELECT count(*) FROM (SELECT 1 FROM model_prices GROUP BY model_id HAVING count(*) > 1)")
if older > x("delete_prices", 0):
    fail(
        f"prices that would be deleted: {older} (models: {models}); "
        f"save them, or say that so many may go: -x delete_prices={older}"
    )
if older > 0:
    op.remark(f"prices that are deleted now: {older} (models: {models})")
%>
% endif
</%def>

<%def name="downgrade()">
${ask_before_deleting()}
DELETE FROM model_prices
WHERE EXISTS (
    SELECT 1 FROM model_prices AS later
    WHERE later.model_id = model_prices.model_id AND later.snapshot_at > model_prices.snapshot_at
);
<%
op.drop_index("idx_model_prices_model_id", table_name="model_prices")
op.drop_constraint("uq_model_prices_model_snapshot", "model_prices", type_="unique")
op.drop_constraint("model_prices_pkey", "model_prices", type_="primary")
op.drop_column("model_prices", "id")
op.create_primary_key("model_prices_pkey", "model_prices", ["model_id"])
%>
</%def>
