<%!
import os, sqlalchemy as sa
import a.b.c
from alembic import op, context as c
from x.y import *
from ..z import (a,
  b,)
from . import q
%>