-- The last day may be the anniversary of the start, or the day before: both are written for a full term.
WITH limits AS (
  SELECT '耕地' AS kind, value, valid_from, valid_to FROM param_arable
  UNION ALL
  SELECT '机动地' AS kind, value, valid_from, valid_to FROM param_arable
  UNION ALL
  SELECT '草地' AS kind, value, valid_from, valid_to FROM param_grass
  UNION ALL
  SELECT '林地' AS kind, value, valid_from, valid_to FROM param_forest
  UNION ALL
  SELECT '房屋' AS kind, value, valid_from, valid_to FROM param_lease
  UNION ALL
  SELECT '设备' AS kind, value, valid_from, valid_to FROM param_lease
)
SELECT
  c.contract_no AS subject,
  c.village,
  c.total AS amount,
  c.start_on AS first_date,
  c.end_on AS last_date,
  CAST(1 AS DOUBLE) AS confidence,
  c.id AS evidence_1,
  c.thing || '(合同' || c.contract_no || ')' AS subject_name,
  COALESCE(c.party, '承包方') AS party,
  c.kind,
  l.value AS limit_years
FROM contract_current c
JOIN limits l ON l.kind = c.kind AND c.dated_on BETWEEN l.valid_from AND l.valid_to
WHERE months_between(c.start_on, c.end_on) * 100 + day(c.end_on) - day(c.start_on) > l.value * 1200
  AND COALESCE(c.status, '') <> '终止'
