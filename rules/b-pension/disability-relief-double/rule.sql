WITH drawn AS (
  SELECT d.person, d.kind, d.month, SUM(d.amount) AS amount, MIN(d._id) AS disability_row, MIN(d.person_p) AS p
  FROM disability d
  WHERE d.month <= as_of()
    AND EXISTS (SELECT 1 FROM relief_span s WHERE s.person = d.person)
  GROUP BY d.person, d.kind, d.month
  HAVING SUM(d.amount) > 0
), drawn_ends AS (
  SELECT person, kind, MIN(month) AS first_month, MAX(month) AS last_month FROM drawn GROUP BY person, kind
), cared AS (
  SELECT s.evidence, s.person, s.person_p, s.village, s.category, s.from_month, s.to_month, s.start_seen, s.end_seen, x.a AS kind, x.valid_from, x.valid_to
  FROM relief_span s
  JOIN param_exclusive x ON s.category LIKE '%' || x.b || '%'
  WHERE s.category NOT LIKE '%全自理%'
), cared_ends AS (
  SELECT person, kind, MIN(from_month) AS first_month, MAX(to_month) AS last_month FROM cared GROUP BY person, kind
), files AS ( -- what the files reach over: a first month there is no beginning, a last month no end
  SELECT MIN(month) AS first_month, MAX(month) AS last_month FROM disability WHERE month <= as_of()
)
SELECT d.person AS subject, c.village, d.amount, d.month AS first_date, d.month AS last_date, d.p * c.person_p AS confidence,
       d.disability_row AS evidence_1, c.evidence AS evidence_2, d.kind, c.category
FROM cared c
JOIN drawn d ON d.person = c.person
JOIN drawn_ends de ON de.person = d.person AND de.kind = d.kind
JOIN cared_ends ce ON ce.person = c.person AND ce.kind = c.kind
CROSS JOIN files f
WHERE d.month BETWEEN c.from_month AND c.to_month
  AND d.kind LIKE '%' || c.kind || '%'
  AND d.month BETWEEN c.valid_from AND c.valid_to
  AND NOT (d.month = de.last_month AND d.month = ce.first_month AND (c.start_seen = 1 OR d.month < f.last_month))
  AND NOT (d.month = de.first_month AND d.month = ce.last_month AND (c.end_seen = 1 OR d.month > f.first_month))
