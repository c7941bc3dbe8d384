
--  a message   
--


--compatible_with:b
--depends_on:b
-- down_revision = None
-- why
--revision :  a  

--aludel:downgrade


DROP TABLE t;   


-- aludel:  upgrade
-- revision: not a header
CREATE TABLE t (x TEXT DEFAULT '   
');


