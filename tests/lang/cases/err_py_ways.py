def upgrade(engine_name):
    globals()["upgrade_%s" % engine_name]()


def downgrade(engine_name: str) -> None:
    pass
