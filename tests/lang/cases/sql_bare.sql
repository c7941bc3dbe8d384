-- add slug
--
-- The long
-- description.
-- revision: 4f2a
-- down_revision: 9a6c8a59cb30, 77
-- branch_labels: none
-- depends_on: x,

-- aludel:upgrade
ALTER TABLE t ADD c text;
-- a comment: stays

-- aludel:downgrade
ALTER TABLE t DROP c;
