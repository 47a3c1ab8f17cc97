WITH dated AS (
  SELECT c.*, count(*) OVER (PARTITION BY c.village, c.signed) AS same_day
  FROM contract_current c
  WHERE c.signed IS NOT NULL AND c.start_on IS NOT NULL
)
SELECT
  c.contract_no AS subject,
  c.village,
  c.total AS amount,
  c.start_on AS first_date,
  c.signed AS last_date,
  CAST(1 AS DOUBLE) AS confidence,
  c.id AS evidence_1,
  c.thing || '(合同' || c.contract_no || ')' AS subject_name,
  COALESCE(c.party, '承包方') AS party,
  CAST(c.start_on AS VARCHAR) AS start,
  CAST(c.signed AS VARCHAR) AS signed,
  days_between(c.start_on, c.signed) AS late
FROM dated c
JOIN param_days d ON c.signed BETWEEN d.valid_from AND d.valid_to
WHERE days_between(c.start_on, c.signed) > d.value
  AND c.same_day < 3
