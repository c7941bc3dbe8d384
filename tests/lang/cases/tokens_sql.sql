-- revision: a
-- aludel:upgrade
SELECT 1;
