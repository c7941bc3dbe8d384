-- revision: a
SELECT 1;
SELECT 2;
-- aludel:upgrade
