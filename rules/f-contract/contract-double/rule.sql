WITH live AS (
  SELECT c.*, COALESCE(c.asset_no, c.asset_name) AS object_key
  FROM contract_current c
  WHERE COALESCE(c.status, '') <> '终止' AND c.start_on IS NOT NULL AND c.village IS NOT NULL
    AND (c.asset_no IS NOT NULL OR (length(c.asset_name) >= 3 AND c.area_mu IS NOT NULL))
),
assets AS (
  SELECT village, asset_no, max(area_mu) AS area_mu, max(_id) AS asset_row
  FROM asset
  WHERE asset_no IS NOT NULL
  GROUP BY village, asset_no
),
pairs AS (
  SELECT
    a.id AS first_id, b.id AS second_id, a.village, a.object_key, a.asset_no, a.thing, b.start_on, b.total,
    a.party AS first_party, b.party AS second_party, a.area_mu + b.area_mu AS both_mu,
    CASE WHEN a.end_on < b.end_on OR b.end_on IS NULL THEN a.end_on ELSE b.end_on END AS until_on
  FROM live a
  JOIN live b ON b.village = a.village AND b.object_key = a.object_key
    AND (b.asset_no = a.asset_no OR (a.asset_no IS NULL AND b.asset_no IS NULL AND a.area_mu = b.area_mu AND a.kind = b.kind))
  WHERE (a.start_on < b.start_on OR (a.start_on = b.start_on AND a.id < b.id))
    AND (a.end_on IS NULL OR month_index(b.start_on) < month_index(a.end_on))
    AND (b.end_on IS NULL OR month_index(a.start_on) < month_index(b.end_on))
    AND COALESCE(a.party, '?') <> COALESCE(b.party, '?')
    AND COALESCE(a.party_entity, 1) <> COALESCE(b.party_entity, 2)
)
SELECT
  p.object_key AS subject,
  p.village,
  p.total AS amount,
  p.start_on AS first_date,
  p.until_on AS last_date,
  CAST(1 AS DOUBLE) AS confidence,
  CASE WHEN p.asset_no IS NULL THEN 'yellow' ELSE 'red' END AS grade,
  p.second_id AS evidence_1,
  p.first_id AS evidence_2,
  s.asset_row AS evidence_3,
  p.thing AS subject_name,
  p.object_key AS subject_no,
  COALESCE(p.first_party, '不详') || '与' || COALESCE(p.second_party, '不详') AS parties
FROM pairs p
LEFT JOIN assets s ON s.village = p.village AND s.asset_no = p.asset_no
WHERE s.area_mu IS NULL OR p.both_mu IS NULL OR p.both_mu * 100 > s.area_mu * 105
