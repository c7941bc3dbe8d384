SELECT ${a, b
FROM x;
