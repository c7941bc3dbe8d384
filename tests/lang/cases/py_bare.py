# -*- coding: utf-8 -*-
revision = 'a'
down_revision = None
def upgrade(engine=None): pass
def downgrade(): op.execute(u'DROP TABLE t'); op.execute('DROP TABLE u')
