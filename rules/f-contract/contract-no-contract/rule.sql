-- Any contract counts, also one that is over: contract-expired speaks of those.
WITH townships AS (
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
  CASE WHEN a.contract_no IS NULL THEN 'orange' ELSE 'yellow' END AS grade,
  a._id AS evidence_1,
  COALESCE(a.name, '资产') AS subject_name,
  a.asset_no,
  a.state,
  COALESCE(a.tenant, '不详') AS tenant,
  COALESCE('(台账写有合同号' || a.contract_no || ')', '') AS claimed
FROM let a
JOIN townships t ON t.township = substr(a.village, 1, 9)
WHERE a.copy = 1
  AND NOT EXISTS (SELECT 1 FROM contract_current c WHERE c.village = a.village AND c.asset_no = a.asset_no)
  AND NOT EXISTS (SELECT 1 FROM contract_current c WHERE c.village = a.village AND c.contract_no = a.contract_no)
  AND NOT EXISTS (SELECT 1 FROM contract_current c WHERE c.village = a.village AND c.asset_no IS NULL AND c.asset_name = a.name)
