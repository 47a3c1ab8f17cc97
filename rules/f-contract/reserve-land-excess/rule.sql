-- Reserve land: assets that say so by class or name, or let as 机动地. Arable land: the larger of what is registered to households plus
-- the reserve, and the village's own figure.
WITH assets AS (
  SELECT
    a._id, a.village, a.area_mu,
    row_number() OVER (PARTITION BY a.village, COALESCE(a.asset_no, CAST(a._id AS VARCHAR)) ORDER BY a._id) AS copy
  FROM asset a
  WHERE a.area_mu > 0 AND a.village IS NOT NULL AND COALESCE(a.state, '') <> '灭失'
    AND (a.class LIKE '%机动地%' OR a.name LIKE '%机动地%')
),
by_asset AS (
  SELECT village, sum(area_mu) AS mu FROM assets WHERE copy = 1 GROUP BY village
),
let AS (
  SELECT c.id, c.village, c.area_mu
  FROM contract_current c
  WHERE c.kind = '机动地' AND c.area_mu > 0 AND COALESCE(c.status, '') <> '终止'
    AND c.start_on <= as_of() AND (c.end_on IS NULL OR c.end_on >= as_of())
),
by_contract AS (
  SELECT village, sum(area_mu) AS mu FROM let GROUP BY village
),
rights AS (
  SELECT village, sum(area_mu) AS mu
  FROM (
    SELECT DISTINCT village, head_id_number, head_name, parcel_no, area_mu, land_class
    FROM land_right
    WHERE area_mu > 0
  ) r
  GROUP BY village
),
villages AS (
  SELECT code AS village, max(area_mu) AS mu, max(name) AS name FROM village GROUP BY code
),
totals AS (
  SELECT
    a.village,
    GREATEST(a.mu, COALESCE(c.mu, 0)) AS reserve_mu,
    GREATEST(
      CASE WHEN r.mu > 0 THEN r.mu + GREATEST(a.mu, COALESCE(c.mu, 0)) ELSE 0 END,
      COALESCE(v.mu, 0)
    ) AS arable_mu,
    v.name
  FROM by_asset a
  LEFT JOIN by_contract c ON c.village = a.village
  LEFT JOIN rights r ON r.village = a.village
  LEFT JOIN villages v ON v.village = a.village
)
SELECT
  t.village AS subject,
  t.village,
  CAST(NULL AS DECIMAL(18, 2)) AS amount,
  as_of() AS first_date,
  as_of() AS last_date,
  CAST(1 AS DOUBLE) AS confidence,
  a._id AS evidence_1,
  COALESCE(t.name, t.village) AS subject_name,
  t.reserve_mu,
  t.arable_mu,
  CAST(CAST(t.reserve_mu AS DOUBLE) * 100 / CAST(t.arable_mu AS DOUBLE) AS DECIMAL(9, 1)) AS share
FROM totals t
JOIN assets a ON a.village = t.village AND a.copy = 1
JOIN param_percent p ON as_of() BETWEEN p.valid_from AND p.valid_to
WHERE t.arable_mu > 0
  AND t.reserve_mu * 100 > t.arable_mu * p.value
