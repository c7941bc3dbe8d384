revision = "a"
def upgrade():
    pass
