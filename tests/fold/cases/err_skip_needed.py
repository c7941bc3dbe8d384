## settings: skip_data=yes
revision = '4f2a'
down_revision = None


def upgrade():
    table = lookup("users")
    op.execute(f"CREATE TABLE {table} (a integer)")
    return lookup("x")
