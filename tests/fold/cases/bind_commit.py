## settings: dialects=postgresql
revision = '4f2a'
down_revision = None


def upgrade():
    op.execute("CREATE TABLE t (a integer)")
    # the transaction is closed here
    op.get_bind().commit()
    with op.get_context().autocommit_block():
        op.execute("CREATE INDEX CONCURRENTLY ix ON t (a)")


def downgrade():
    pass
