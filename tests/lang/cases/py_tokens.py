"""What is said about it
doesn't count."""

# nor does this
revision: str = 'a'
down_revision = ('b',
                 'c')
names = ["x"]


def upgrade():  # or this
    op.execute("""
        UPDATE t SET x = 1
    """)
