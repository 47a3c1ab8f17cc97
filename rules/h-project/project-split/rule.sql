-- Similar: the same place, the same stem, one stem within the other, or the same first or last four characters of the stems. A window
-- opens at every small project; of windows that begin inside an earlier one only the earlier is kept.
WITH steps AS (
  SELECT e.a AS person, e.b AS org, e.p
  FROM edge e
  WHERE e.tie IN ('legal_rep', 'shareholder', 'executive')
),
related AS (
  SELECT x.org AS org, y.org AS other, max(x.p * y.p) AS p
  FROM steps x
  JOIN steps y ON y.person = x.person AND y.org <> x.org
  GROUP BY x.org, y.org
),
small AS (
  SELECT p.*, CAST(l.value AS DECIMAL(18, 2)) AS bound, m.value AS months
  FROM project_current p
  JOIN param_limits l ON p.dated_on BETWEEN l.valid_from AND l.valid_to
  JOIN param_months m ON p.dated_on BETWEEN m.valid_from AND m.valid_to
  WHERE p.award > 0 AND p.award < CAST(l.value AS DECIMAL(18, 2))
    AND NOT p.open_tender AND p.village IS NOT NULL AND p.contractor_key IS NOT NULL
),
pairs AS (
  SELECT
    a.id, a.bound, b.id AS other_id, b.award,
    CASE WHEN a.contractor_key = b.contractor_key THEN CAST(1 AS DOUBLE) ELSE r.p END
      * COALESCE(a.contractor_entity_p, 1) * COALESCE(b.contractor_entity_p, 1) AS p
  FROM small a
  JOIN small b ON b.village = a.village AND b.bound = a.bound
    AND b.dated_on >= a.dated_on AND b.dated_on <= add_months(a.dated_on, a.months)
  LEFT JOIN related r ON r.org = a.contractor_entity AND r.other = b.contractor_entity
  WHERE (a.contractor_key = b.contractor_key OR r.org IS NOT NULL)
    AND (a.id = b.id
      OR a.location = b.location
      OR (length(a.stem) >= 2 AND a.stem = b.stem)
      OR (length(a.stem) >= 4 AND length(b.stem) >= 4
        AND (substr(a.stem, 1, 4) = substr(b.stem, 1, 4)
          OR substr(a.stem, length(a.stem) - 3) = substr(b.stem, length(b.stem) - 3)
          OR a.stem LIKE '%' || b.stem || '%' OR b.stem LIKE '%' || a.stem || '%')))
),
windows AS (
  SELECT id, bound
  FROM pairs
  GROUP BY id, bound
  HAVING count(*) >= 2 AND sum(award) >= bound
),
kept AS (
  SELECT w.id, w.bound
  FROM windows w
  JOIN project_current a ON a.id = w.id
  WHERE NOT EXISTS (
    SELECT 1
    FROM pairs q
    JOIN windows e ON e.id = q.id AND e.bound = q.bound
    JOIN project_current b ON b.id = q.id
    WHERE q.other_id = w.id AND q.bound = w.bound
      AND (b.dated_on < a.dated_on OR (b.dated_on = a.dated_on AND b.id < a.id))
  )
)
SELECT
  a.project_no AS subject,
  a.village,
  b.award AS amount,
  b.dated_on AS first_date,
  b.dated_on AS last_date,
  q.p AS confidence,
  b.id AS evidence_1,
  a.name AS subject_name,
  COALESCE(b.contractor, '施工方') AS contractor,
  b.name AS names,
  CAST(k.bound AS DECIMAL(18, 0)) AS bound
FROM kept k
JOIN project_current a ON a.id = k.id
JOIN pairs q ON q.id = k.id AND q.bound = k.bound
JOIN project_current b ON b.id = q.other_id
