-- Windows of two years that begin or end with one of the firm's own projects; the one in which it has most speaks, of equals the
-- fullest, then the earliest. Windows laid at will would find two of four by chance.
WITH dated AS (
  SELECT p.* FROM project_current p WHERE p.village IS NOT NULL AND p.dated_on IS NOT NULL AND p.dated_on <= as_of()
),
opens AS (
  SELECT d.village, d.contractor_entity AS firm, d.dated_on AS from_on, add_months(d.dated_on, m.value) AS to_on, 0 AS ends
  FROM dated d
  JOIN param_months m ON d.dated_on BETWEEN m.valid_from AND m.valid_to
  WHERE d.contractor_entity IS NOT NULL AND NOT d.own_body
  UNION
  SELECT d.village, d.contractor_entity AS firm, add_months(d.dated_on, -m.value) AS from_on, d.dated_on AS to_on, 1 AS ends
  FROM dated d
  JOIN param_months m ON d.dated_on BETWEEN m.valid_from AND m.valid_to
  WHERE d.contractor_entity IS NOT NULL AND NOT d.own_body
),
shares AS (
  SELECT
    o.village, o.firm, o.from_on, o.to_on, o.ends,
    count(*) AS n,
    count(CASE WHEN d.contractor_entity = o.firm THEN 1 END) AS own
  FROM opens o
  JOIN dated d ON d.village = o.village
    AND ((o.ends = 0 AND d.dated_on >= o.from_on AND d.dated_on < o.to_on)
      OR (o.ends = 1 AND d.dated_on > o.from_on AND d.dated_on <= o.to_on))
  GROUP BY o.village, o.firm, o.from_on, o.to_on, o.ends
),
best AS (
  SELECT
    s.*,
    row_number() OVER (PARTITION BY s.village, s.firm ORDER BY s.own DESC, s.n DESC, s.from_on, s.ends) AS nth
  FROM shares s
  JOIN param_percent p ON s.to_on BETWEEN p.valid_from AND p.valid_to
  JOIN param_least l ON s.to_on BETWEEN l.valid_from AND l.valid_to
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
JOIN dated d ON d.village = b.village AND d.contractor_entity = b.firm
  AND ((b.ends = 0 AND d.dated_on >= b.from_on AND d.dated_on < b.to_on)
    OR (b.ends = 1 AND d.dated_on > b.from_on AND d.dated_on <= b.to_on))
WHERE b.nth = 1
