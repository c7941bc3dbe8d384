revision = '4f2a'
down_revision = None


def downgrade():
    pass
