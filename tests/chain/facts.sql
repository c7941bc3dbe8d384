-- A PostgreSQL schema as facts, one a line: README.md says how they are written. Ours and Alembic's tables left out.
WITH tables AS (
    SELECT c.oid, c.relname AS name, c.relkind AS kind
    FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v')
      AND c.relname <> 'alembic_version' AND c.relname NOT LIKE 'aludel\_%'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
), columns AS (
    SELECT t.name AS table_name, t.kind, a.attnum, a.attname, a.attnotnull, a.attidentity, a.attgenerated,
           col_description(t.oid, a.attnum) AS comment, pg_get_expr(d.adbin, d.adrelid) AS value,
           replace(replace(replace(replace(upper(format_type(a.atttypid, a.atttypmod)),
               'TIMESTAMP WITH TIME ZONE', 'TIMESTAMPTZ'), 'TIMESTAMP WITHOUT TIME ZONE', 'TIMESTAMP'),
               'CHARACTER VARYING', 'VARCHAR'), 'DOUBLE PRECISION', 'FLOAT') AS type
    FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum
), facts (fact) AS (
    SELECT 'extension ' || extname FROM pg_extension WHERE extname <> 'plpgsql'
    UNION ALL SELECT 'table ' || name FROM tables WHERE kind <> 'v'
    UNION ALL
    SELECT table_name || '.' || attname || ' ' || type || CASE WHEN attnotnull THEN ' NN' ELSE '' END ||
           CASE attidentity WHEN 'd' THEN ' identity by default' WHEN 'a' THEN ' identity always' ELSE '' END ||
           coalesce(CASE WHEN attgenerated = '' THEN ' = ' ELSE ' generated ' END || value, '')
    FROM columns WHERE kind <> 'v'
    UNION ALL
    SELECT 'view ' || table_name || ' (' || string_agg(attname || ' ' || type, ', ' ORDER BY attnum) || ')'
    FROM columns WHERE kind = 'v' GROUP BY table_name
    UNION ALL
    SELECT t.name || ': CONSTRAINT ' || conname || ' ' || pg_get_constraintdef(k.oid)
    FROM tables t JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype <> 'n'
    UNION ALL
    SELECT t.name || ': ' || CASE WHEN i.indisunique THEN 'UNIQUE ' ELSE '' END || 'INDEX ' || c.relname || ' ' ||
           substring(pg_get_indexdef(i.indexrelid) FROM 'USING .*')
    FROM tables t JOIN pg_index i ON i.indrelid = t.oid JOIN pg_class c ON c.oid = i.indexrelid
    WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
    UNION ALL SELECT 'comment ' || name || ': ' || obj_description(oid, 'pg_class') FROM tables
    UNION ALL SELECT 'comment ' || table_name || '.' || attname || ': ' || comment FROM columns
)
SELECT regexp_replace(fact, '\s+', ' ', 'g') FROM facts WHERE fact IS NOT NULL ORDER BY 1;
