-- An expired contract whose asset is still let to the same party, with nothing signed after it.
WITH assets AS (
  SELECT
    a.asset_no, a.village, a.state, a.tenant, a.contract_no, a._id,
    row_number() OVER (PARTITION BY a.village, a.asset_no ORDER BY a._id) AS copy
  FROM asset a
),
expired AS (
  SELECT c.*
  FROM contract_current c
  JOIN param_grace g ON c.end_on BETWEEN g.valid_from AND g.valid_to
  WHERE days_between(c.end_on, as_of()) > g.value
    AND COALESCE(c.status, '') <> '终止'
),
standing AS (
  SELECT
    e.id,
    max(a._id) AS asset_row,
    max(CASE
      WHEN a.state IN ('出租', '发包') AND (a.contract_no IS NULL OR a.contract_no = e.contract_no)
        AND (a.tenant IS NULL OR e.party IS NULL OR a.tenant = e.party) THEN 1
      ELSE 0
    END) AS still_let
  FROM expired e
  JOIN assets a ON a.copy = 1 AND (a.village = e.village) AND (a.asset_no = e.asset_no OR a.contract_no = e.contract_no)
  GROUP BY e.id
)
SELECT
  e.contract_no AS subject,
  e.village,
  e.annual AS amount,
  e.end_on AS first_date,
  as_of() AS last_date,
  CAST(1 AS DOUBLE) AS confidence,
  CASE WHEN s.id IS NULL THEN 'yellow' ELSE 'orange' END AS grade,
  e.id AS evidence_1,
  s.asset_row AS evidence_2,
  e.thing || '(合同' || e.contract_no || ')' AS subject_name,
  COALESCE(e.party, '承包方') AS party,
  CAST(e.end_on AS VARCHAR) AS end_on,
  CASE WHEN s.id IS NULL THEN '合同状态仍为履行' ELSE '资产台账仍为出租或发包' END AS state
FROM expired e
LEFT JOIN standing s ON s.id = e.id
WHERE (s.still_let = 1 OR (s.id IS NULL AND e.status = '履行'))
  AND NOT EXISTS (
    SELECT 1
    FROM contract_current n
    WHERE n.village = e.village
      AND n.start_on > e.start_on
      AND COALESCE(n.end_on, DATE '9999-12-31') > e.end_on
      AND (n.asset_no = e.asset_no
        OR (n.asset_name = e.asset_name AND n.party = e.party)
        OR (n.asset_no IS NULL AND n.party = e.party AND n.kind = e.kind AND abs(months_between(e.end_on, n.start_on)) <= 3))
  )
