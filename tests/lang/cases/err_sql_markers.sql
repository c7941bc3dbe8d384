-- revision: a
-- aludel:upgrad
-- aludel:upgrade
SELECT 1;
-- aludel:upgrade
-- aludel:foo
