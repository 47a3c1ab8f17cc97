WITH bad AS (
  SELECT
    b.*,
    row_number() OVER (PARTITION BY b.source, b.field, b.number, b.name ORDER BY b.id) AS nth,
    count(*) OVER (PARTITION BY b.source, b.field, b.number, b.name) AS n,
    min(b.village) OVER (PARTITION BY b.source, b.field, b.number, b.name) AS any_village
  FROM quality_number b
  WHERE b.kind = 'person' AND b.state IN ('masked', 'lost') AND b.number IS NOT NULL
)
SELECT
  b.source || '/' || b.field || '/' || b.number || '/' || COALESCE(b.name, '') AS subject,
  b.any_village AS village,
  CAST(1 AS DOUBLE) AS confidence,
  b.id AS evidence_1,
  COALESCE(b.name, '某行') AS subject_name,
  b.source,
  b.field,
  b.number AS shown,
  CASE b.state WHEN 'masked' THEN '被遮盖' ELSE '末几位已丢失' END AS problem,
  b.n
FROM bad b
WHERE b.nth <= 60
