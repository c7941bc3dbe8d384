-- revision: a
-- aludel:downgrade
SELECT 1;
