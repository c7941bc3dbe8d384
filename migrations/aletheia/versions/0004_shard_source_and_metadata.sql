-- add source/metadata columns and indexes on memory_shards
--
-- Where a shard comes from (a URL, a file, a word like `wikipedia`), and what else is known of it. The application has
-- made these columns by itself on some databases: what is there already stays as it is.
--
-- Written 2025-09-20.
--
-- revision: 0004
-- down_revision: 0003

-- aludel:upgrade
ALTER TABLE memory_shards ADD COLUMN IF NOT EXISTS source TEXT;
ALTER TABLE memory_shards ADD COLUMN IF NOT EXISTS metadata JSONB;
CREATE INDEX IF NOT EXISTS ix_memory_shards_user_id ON memory_shards (user_id);
-- For `metadata @> '{"topic": "health"}'`, the one question that is asked of it: smaller than with the default class.
CREATE INDEX IF NOT EXISTS ix_memory_shards_metadata_gin ON memory_shards USING gin (metadata jsonb_path_ops);

-- aludel:downgrade
DROP INDEX IF EXISTS ix_memory_shards_metadata_gin;
DROP INDEX IF EXISTS ix_memory_shards_user_id;
ALTER TABLE memory_shards DROP COLUMN IF EXISTS metadata;
ALTER TABLE memory_shards DROP COLUMN IF EXISTS source;
