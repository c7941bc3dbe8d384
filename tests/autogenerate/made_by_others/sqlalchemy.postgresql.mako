<%
op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("name", sa.String(50), nullable=False, unique=True, comment="as one says it"),
    sa.Column("email", sa.Unicode(120), index=True),
    sa.Column("bio", sa.Text(), server_default="it's empty"),
    sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()),
    sa.Column("score", sa.Float(), server_default="0.5"),
    sa.Column("balance", sa.Numeric(10, 2), nullable=False, server_default=sa.text("0")),
    sa.Column("born", sa.Date()),
    sa.Column("made", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.Column("changed", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP")),
    sa.Column("woken", sa.Time()),
    sa.Column("slept", sa.Interval()),
    sa.Column("picture", sa.LargeBinary()),
    sa.Column("extra", sa.JSON(), server_default="{}"),
    sa.Column("small", sa.SmallInteger(), server_default="7"),
    sa.Column("big", sa.BigInteger()),
    sa.Column("colour", sa.Enum("red", "green", name="colour"), server_default="red"),
    sa.Column("size", sa.Enum("s", "m", "l", name="size", native_enum=False, create_constraint=True, length=5)),
    sa.Column("letters", sa.CHAR(3)),
    sa.Column("raw", sa.LargeBinary()),
    sa.CheckConstraint("score >= 0", name="score_fine"),
    sa.CheckConstraint("balance < 1000000"),
    sa.UniqueConstraint("email", "born", name="uq_email_born"),
    comment="who may come in",
)
op.create_table(
    "posts",
    sa.Column("id", sa.BigInteger(), sa.Identity(always=True, start=5), primary_key=True),
    sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    sa.Column("parent_id", sa.BigInteger()),
    sa.Column("title", sa.String(), nullable=False),
    sa.Column("length", sa.Integer(), sa.Computed("length(title)", persisted=True)),
    sa.Column("price", sa.Numeric()),
    sa.Column("rating", sa.Float(53)),
    sa.ForeignKeyConstraint(
        ["parent_id"],
        ["posts.id"],
        name="fk_parent",
        deferrable=True,
        initially="DEFERRED",
    ),
)
op.create_index("ix_title_lower", "posts", [sa.text("lower(title)")])
op.create_index(
    "ix_user_price",
    "posts",
    ["user_id", sa.text("price DESC")],
    unique=True,
    postgresql_where=sa.text("price > 0"),
)
op.create_table(
    "tags",
    sa.Column("post_id", sa.BigInteger(), sa.ForeignKey("posts.id"), primary_key=True),
    sa.Column("tag", sa.String(20), primary_key=True),
)
op.create_table(
    "pairs",
    sa.Column("a", sa.Integer()),
    sa.Column("b", sa.String(20)),
    sa.ForeignKeyConstraint(["a", "b"], ["tags.post_id", "tags.tag"], name="fk_pairs", onupdate="CASCADE"),
)
op.create_table("keyed", sa.Column("id", sa.Integer(), primary_key=True))
op.create_table(
    "order",
    sa.Column("select", sa.String(3), primary_key=True),
    sa.Column("Camel Case", sa.Integer()),
)
op.create_table(
    "own",
    sa.Column("id", postgresql.UUID(as_uuid=True), primary_key=True, server_default=sa.text("gen_random_uuid()")),
    sa.Column("doc", postgresql.JSONB(), nullable=False, server_default=sa.text("'{}'::jsonb")),
    sa.Column("tags", postgresql.ARRAY(sa.Text()), server_default="{}"),
    sa.Column("numbers", sa.ARRAY(sa.Integer())),
    sa.Column("address", postgresql.INET()),
    sa.Column("words", postgresql.TSVECTOR()),
    sa.Column("period", postgresql.TSTZRANGE()),
    sa.Column("mac", postgresql.MACADDR()),
    sa.Column("bits", postgresql.BIT(3)),
    sa.Column("exact", postgresql.TIMESTAMP(precision=3, timezone=True)),
    sa.Column("double", postgresql.DOUBLE_PRECISION()),
    sa.Column("hours", postgresql.INTERVAL(fields="HOUR TO MINUTE")),
    sa.Column("mood", postgresql.ENUM("sad", "ok", name="mood"), server_default="ok"),
    sa.Column("collated", sa.String(10, collation="C")),
    postgresql.ExcludeConstraint(("period", "&&"), name="no_overlap", using="gist"),
)
op.create_index(
    "ix_doc",
    "own",
    ["doc"],
    postgresql_using="gin",
    postgresql_ops={"doc": "jsonb_path_ops"},
    postgresql_with={"fastupdate": "off"},
)
%>
