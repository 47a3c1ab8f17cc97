-- Only a contract in force on the run's day speaks for an asset; contract-expired speaks of the one that is over, this rule of the asset.
WITH standing AS (
  SELECT village, contract_no, asset_no, asset_name, id, end_on,
    CASE WHEN COALESCE(status, '') <> '终止' AND (start_on IS NULL OR start_on <= as_of()) AND (end_on IS NULL OR days_between(end_on, as_of()) <= g.value) THEN 1 ELSE 0 END AS in_force
  FROM contract_current
  JOIN param_grace g ON COALESCE(end_on, as_of()) BETWEEN g.valid_from AND g.valid_to
),
found AS (
  SELECT a._id AS asset_id, c.id, c.in_force
  FROM asset a JOIN standing c ON c.village = a.village AND c.asset_no = a.asset_no
  UNION
  SELECT a._id AS asset_id, c.id, c.in_force
  FROM asset a JOIN standing c ON c.village = a.village AND c.contract_no = a.contract_no
  UNION
  SELECT a._id AS asset_id, c.id, c.in_force
  FROM asset a JOIN standing c ON c.village = a.village AND c.asset_no IS NULL AND c.asset_name = a.name
),
known AS (
  SELECT asset_id, max(in_force) AS in_force, max(id) AS contract_row FROM found GROUP BY asset_id
),
townships AS (
  SELECT DISTINCT township FROM contract_current WHERE township IS NOT NULL
),
let AS (
  SELECT
    a._id, a.asset_no, a.village, a.name, a.state, a.tenant, a.contract_no, a.acquired,
    row_number() OVER (PARTITION BY a.village, a.asset_no ORDER BY a._id) AS copy
  FROM asset a
  WHERE a.state IN ('出租', '发包') AND a.asset_no IS NOT NULL
)
SELECT
  a.asset_no AS subject,
  a.village,
  CAST(NULL AS DECIMAL(18, 2)) AS amount,
  a.acquired AS first_date,
  as_of() AS last_date,
  CAST(1 AS DOUBLE) AS confidence,
  CASE WHEN a.contract_no IS NULL AND k.asset_id IS NULL THEN 'orange' ELSE 'yellow' END AS grade,
  a._id AS evidence_1,
  k.contract_row AS evidence_2,
  COALESCE(a.name, '资产') AS subject_name,
  a.asset_no,
  a.state,
  COALESCE(a.tenant, '不详') AS tenant,
  CASE WHEN k.asset_id IS NOT NULL THEN '(原合同已到期或终止)' WHEN a.contract_no IS NOT NULL THEN '(台账写有合同号' || a.contract_no || ')' ELSE '' END AS claimed
FROM let a
JOIN townships t ON t.township = substr(a.village, 1, 9)
LEFT JOIN known k ON k.asset_id = a._id
WHERE a.copy = 1 AND COALESCE(k.in_force, 0) = 0
