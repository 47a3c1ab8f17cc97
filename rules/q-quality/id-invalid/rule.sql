-- One item for a number and name, however many months repeat it; up to two hundred of its rows are shown.
WITH bad AS (
  SELECT
    b.*,
    row_number() OVER (PARTITION BY b.number, b.name ORDER BY b.id) AS nth,
    count(*) OVER (PARTITION BY b.number, b.name) AS n,
    min(b.village) OVER (PARTITION BY b.number, b.name) AS any_village
  FROM quality_number b
  WHERE b.kind = 'person' AND b.state IN ('length', 'char', 'date', 'check') AND b.number IS NOT NULL
)
SELECT
  b.number || '/' || COALESCE(b.name, '') AS subject,
  b.any_village AS village,
  CAST(1 AS DOUBLE) AS confidence,
  b.id AS evidence_1,
  COALESCE(b.name, '某行') AS subject_name,
  b.source,
  b.field,
  CASE WHEN length(b.number) >= 10 THEN substr(b.number, 1, 6) || '…' || substr(b.number, length(b.number) - 3) ELSE b.number END AS shown,
  CASE b.state
    WHEN 'length' THEN '不是15位或18位'
    WHEN 'char' THEN '含有不该有的字符'
    WHEN 'date' THEN '中的出生日期不存在'
    ELSE '校验码不对,可能有一位写错或两位写反'
  END AS problem,
  b.n
FROM bad b
WHERE b.nth <= 200
