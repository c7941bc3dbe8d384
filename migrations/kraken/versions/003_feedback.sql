-- Add feedback table for Langfuse integration
--
-- A thumb up or down for a turn, at most one each; trace_id is Langfuse's name for the turn, where it has one.
-- Written 2026-02-22 10:00.
--
-- revision: 003
-- down_revision: 002

-- aludel:upgrade
CREATE TABLE IF NOT EXISTS kraken_feedback (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    turn_id UUID NOT NULL,
    conversation_id UUID NOT NULL,
    feedback_type VARCHAR(20) NOT NULL,
    trace_id VARCHAR,
    created_at TIMESTAMP NOT NULL DEFAULT NOW(),
    CONSTRAINT fk_kraken_feedback_turn FOREIGN KEY (turn_id) REFERENCES kraken_turns (id) ON DELETE CASCADE,
    CONSTRAINT fk_kraken_feedback_conversation FOREIGN KEY (conversation_id) REFERENCES kraken_conversations (id)
        ON DELETE CASCADE,
    CONSTRAINT unique_turn_feedback UNIQUE (turn_id)
);
CREATE INDEX IF NOT EXISTS ix_kraken_feedback_conversation_id ON kraken_feedback (conversation_id);
CREATE INDEX IF NOT EXISTS ix_kraken_feedback_trace_id ON kraken_feedback (trace_id);

-- aludel:downgrade
DROP TABLE IF EXISTS kraken_feedback;
