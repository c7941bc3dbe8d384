--revision = "4f2a"
--  down_revision: None
--depends_on: ("a", 'b')
--aludel:upgrade
SELECT 1;
