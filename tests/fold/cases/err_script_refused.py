revision = '4f2a'
down_revision = None


def upgrade():
    session = Session(bind=op.get_bind())
    op.execute(users.insert().values(a=1))
    op.get_bind().commit()
