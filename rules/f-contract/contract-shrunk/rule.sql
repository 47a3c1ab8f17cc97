-- All contracts of one asset whose terms meet are added up before the comparison: a resource may be let in parts.
WITH assets AS (
  SELECT village, asset_no, max(area_mu) AS area_mu, max(_id) AS asset_row
  FROM asset
  WHERE asset_no IS NOT NULL AND area_mu > 0
    AND COALESCE(state, '') NOT IN ('自用', '灭失')
    AND COALESCE(kind, '') <> '资产'
  GROUP BY village, asset_no
),
let AS (
  SELECT c.*
  FROM contract_current c
  WHERE c.area_mu > 0 AND c.asset_no IS NOT NULL AND COALESCE(c.status, '') <> '终止'
    AND COALESCE(c.kind, '') NOT IN ('房屋', '设备')
),
held AS (
  SELECT a.id, sum(b.area_mu) AS mu
  FROM let a
  JOIN let b ON b.village = a.village AND b.asset_no = a.asset_no
    AND (b.id = a.id
      OR ((a.end_on IS NULL OR b.start_on IS NULL OR b.start_on < a.end_on)
        AND (b.end_on IS NULL OR a.start_on IS NULL OR a.start_on < b.end_on)))
  GROUP BY a.id
)
SELECT
  c.contract_no AS subject,
  c.village,
  CAST(NULL AS DECIMAL(18, 2)) AS amount,
  c.start_on AS first_date,
  c.end_on AS last_date,
  CAST(1 AS DOUBLE) AS confidence,
  c.id AS evidence_1,
  s.asset_row AS evidence_2,
  c.thing || '(合同' || c.contract_no || ')' AS subject_name,
  h.mu AS contract_mu,
  s.area_mu AS asset_mu,
  s.area_mu - h.mu AS short_mu
FROM let c
JOIN held h ON h.id = c.id
JOIN assets s ON s.village = c.village AND s.asset_no = c.asset_no
JOIN param_percent p ON c.dated_on BETWEEN p.valid_from AND p.valid_to
WHERE h.mu * 100 < s.area_mu * p.value
