-- A window of two years opens at every project of the village; the one in which the firm has most speaks, of equals the earliest.
WITH dated AS (
  SELECT p.* FROM project_current p WHERE p.village IS NOT NULL AND p.dated_on IS NOT NULL AND p.dated_on <= as_of()
),
opens AS (
  SELECT DISTINCT d.village, d.dated_on AS from_on, add_months(d.dated_on, m.value) AS to_on
  FROM dated d
  JOIN param_months m ON d.dated_on BETWEEN m.valid_from AND m.valid_to
),
totals AS (
  SELECT o.village, o.from_on, o.to_on, count(*) AS n
  FROM opens o
  JOIN dated d ON d.village = o.village AND d.dated_on >= o.from_on AND d.dated_on < o.to_on
  GROUP BY o.village, o.from_on, o.to_on
),
shares AS (
  SELECT t.village, t.from_on, t.to_on, t.n, d.contractor_entity AS firm, count(*) AS own
  FROM totals t
  JOIN dated d ON d.village = t.village AND d.dated_on >= t.from_on AND d.dated_on < t.to_on
  WHERE d.contractor_entity IS NOT NULL AND NOT d.own_body
  GROUP BY t.village, t.from_on, t.to_on, t.n, d.contractor_entity
),
best AS (
  SELECT
    s.*,
    row_number() OVER (PARTITION BY s.village, s.firm ORDER BY s.own DESC, s.n, s.from_on) AS nth
  FROM shares s
  JOIN param_percent p ON s.from_on BETWEEN p.valid_from AND p.valid_to
  JOIN param_least l ON s.from_on BETWEEN l.valid_from AND l.valid_to
  WHERE s.n >= l.value AND s.own >= 2 AND s.own * 100 >= s.n * p.value
)
SELECT
  b.firm AS subject,
  b.village,
  d.award AS amount,
  d.dated_on AS first_date,
  d.dated_on AS last_date,
  COALESCE(d.contractor_entity_p, 1) AS confidence,
  CASE WHEN d.open_tender THEN 'blue' ELSE 'yellow' END AS grade,
  d.id AS evidence_1,
  b.n AS all_count,
  CAST(CAST(b.own AS DOUBLE) * 100 / CAST(b.n AS DOUBLE) AS DECIMAL(9, 1)) AS share
FROM best b
JOIN dated d ON d.village = b.village AND d.contractor_entity = b.firm AND d.dated_on >= b.from_on AND d.dated_on < b.to_on
WHERE b.nth = 1
