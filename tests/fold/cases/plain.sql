-- revision: 4f2a
-- down_revision: None

-- aludel:upgrade
CREATE TABLE a (x INTEGER DEFAULT 1);
INSERT INTO a (x) VALUES ('${not a hole}');

-- aludel:downgrade
DROP TABLE a;
