<%doc>
extend raw_conversations for request/response logging

Each call of the chat endpoint leaves a row. The table may be there from 0002, from the application, or not at all: what
is missing is added, the rest is left alone.

Written 2025-09-20.
</%doc>
<%!
revision = "0005"
down_revision = "0004"

logged = [
    ("created_at", "TIMESTAMPTZ NOT NULL DEFAULT now()"),
    ("request_id", "TEXT"),
    ("provider", "TEXT"),
    ("model", "TEXT"),
    ("messages", "JSONB"),
    ("response", "JSONB"),
    ("status_code", "INTEGER"),
    ("latency_ms", "INTEGER"),
]
%>

<%def name="upgrade()">
% if not op.has_table("raw_conversations"):
CREATE TABLE raw_conversations (id UUID PRIMARY KEY, user_id UUID);
% endif
% for name, type in logged:
%   if not op.has_column("raw_conversations", name):
ALTER TABLE raw_conversations ADD COLUMN ${name | id} ${type | n};
%   endif
% endfor
% for name in ["created_at", "user_id", "request_id"]:
CREATE INDEX IF NOT EXISTS ${"ix_raw_conversations_" + name | id} ON raw_conversations (${name | id});
% endfor
</%def>

<%def name="downgrade()">
% for name in ["request_id", "user_id", "created_at"]:
DROP INDEX IF EXISTS ${"ix_raw_conversations_" + name | id};
% endfor
% for name, type in logged:
ALTER TABLE raw_conversations DROP COLUMN IF EXISTS ${name | id};
% endfor
</%def>
