<%doc>
Count the words of turns

A long answer weighs more when a conversation is summed up. The count is taken from the rows that are there;
the program writes it for new ones.
</%doc>
<%!
revision = "003"
down_revision = "002"
branch_labels = None
depends_on = None

def words(text):
    return len(text.split()) if text is not None else 0
%>

<%def name="upgrade()">
ALTER TABLE turns ADD COLUMN word_count INTEGER DEFAULT 0 NOT NULL;
% for turn in op.query("SELECT id, user_input, assistant_response FROM turns"):
UPDATE turns SET word_count = ${words(turn.user_input) + words(turn.assistant_response)} WHERE id = ${turn.id};
% endfor
CREATE INDEX idx_turns_word_count ON turns (word_count);
</%def>

<%def name="downgrade()">
DROP INDEX idx_turns_word_count;
ALTER TABLE turns DROP COLUMN word_count;
</%def>
