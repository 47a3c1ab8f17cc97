WITH bad AS (
  SELECT
    b.*,
    row_number() OVER (PARTITION BY b.number, b.name ORDER BY b.id) AS nth,
    count(*) OVER (PARTITION BY b.number, b.name) AS n,
    min(b.village) OVER (PARTITION BY b.number, b.name) AS any_village
  FROM quality_number b
  WHERE b.kind = 'organisation' AND b.number IS NOT NULL
)
SELECT
  b.number || '/' || COALESCE(b.name, '') AS subject,
  b.any_village AS village,
  CAST(1 AS DOUBLE) AS confidence,
  CASE b.state WHEN 'check' THEN 'yellow' ELSE 'orange' END AS grade,
  b.id AS evidence_1,
  COALESCE(b.name, '某行') AS subject_name,
  b.source,
  b.field,
  b.number AS code,
  CASE b.state
    WHEN 'check' THEN '校验码不对(仍按此代码比对)'
    WHEN 'length' THEN '不是18位'
    ELSE '含有不该有的字符'
  END AS problem,
  b.n
FROM bad b
WHERE b.nth <= 60
