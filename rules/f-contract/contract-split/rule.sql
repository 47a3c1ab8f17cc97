-- A window opens at every small contract; of windows that begin inside an earlier one only the earlier is kept.
WITH small AS (
  SELECT
    c.*,
    l.value AS bound,
    d.value AS days,
    COALESCE('E' || CAST(c.party_entity AS VARCHAR), c.party || '/' || c.phone) AS party_key
  FROM contract_current c
  JOIN param_bound l ON c.dated_on BETWEEN l.valid_from AND l.valid_to
  JOIN param_days d ON c.dated_on BETWEEN d.valid_from AND d.valid_to
  WHERE c.total > 0 AND c.total < l.value
    AND NOT COALESCE(c.open_bid, FALSE)
    AND NOT c.own_body
    AND c.village IS NOT NULL
    AND NOT EXISTS (
      SELECT 1
      FROM contract_current b
      WHERE b.village = c.village AND b.asset_no = c.asset_no AND b.start_on < b.end_on
        AND b.end_on <= c.start_on AND b.end_on >= add_months(c.start_on, -3)
    )
),
windows AS (
  SELECT a.id, a.village, a.party_key, a.contract_no, a.dated_on, a.days, a.bound
  FROM small a
  JOIN small b ON b.village = a.village AND b.party_key = a.party_key
    AND b.dated_on >= a.dated_on AND days_between(a.dated_on, b.dated_on) <= a.days
  GROUP BY a.id, a.village, a.party_key, a.contract_no, a.dated_on, a.days, a.bound
  HAVING count(*) >= 2 AND sum(b.total) >= a.bound
),
kept AS (
  SELECT w.*
  FROM windows w
  WHERE NOT EXISTS (
    SELECT 1
    FROM windows e
    WHERE e.village = w.village AND e.party_key = w.party_key
      AND (e.dated_on < w.dated_on OR (e.dated_on = w.dated_on AND e.id < w.id))
      AND days_between(e.dated_on, w.dated_on) <= e.days
  )
)
SELECT
  k.contract_no AS subject,
  k.village,
  c.total AS amount,
  c.dated_on AS first_date,
  c.dated_on AS last_date,
  COALESCE(c.party_entity_p, 1) AS confidence,
  CASE WHEN c.party_entity IS NULL THEN 'yellow' ELSE 'orange' END AS grade,
  c.id AS evidence_1,
  COALESCE(c.party, '承包方') || '的合同' AS subject_name,
  COALESCE(c.party, '承包方') AS party,
  c.contract_no AS numbers,
  CAST(k.bound AS DECIMAL(18, 0)) AS bound_yuan
FROM kept k
JOIN small c ON c.village = k.village AND c.party_key = k.party_key
  AND c.dated_on >= k.dated_on AND days_between(k.dated_on, c.dated_on) <= k.days
