  revision = 'a'
def upgrade():
    if x:
