import sqlalchemy_utils
import geoalchemy2.types
from sqlmodel.sql import sqltypes
import json, re
from . import helpers
from app.models import User
import requests

revision = '4f2a'
down_revision = None


def upgrade():
    with open("x.sql") as f:
        op.execute(f.read())


