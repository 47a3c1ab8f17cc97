WITH paid AS (
  SELECT p._id, p.person, p.person_p, p.month, p.amount, CAST(NULL AS VARCHAR) AS village, d.death_date, d.records, d.p AS death_p, d.village AS death_village,
         d.evidence_1 AS death_1, d.evidence_2 AS death_2, d.evidence_3 AS death_3
  FROM pension p
  JOIN death_first d ON d.person = p.person
  JOIN param_grace g ON d.death_date BETWEEN g.valid_from AND g.valid_to
  WHERE p.month > add_months(d.death_month, g.value) AND p.month <= as_of() AND p.amount <> 0
), by_month AS (
  SELECT person, month, SUM(amount) AS net FROM paid GROUP BY person, month
), kept AS (
  SELECT person, MIN(CASE WHEN net > 0 THEN month END) AS first_month, MAX(CASE WHEN net > 0 THEN month END) AS last_month,
         SUM(CASE WHEN net > 0 THEN 1 ELSE 0 END) AS months
  FROM by_month
  GROUP BY person
  HAVING SUM(net) > 0
), place AS ( -- one village for a person, so that the lead is one
  SELECT p.person, MIN(COALESCE(p.village, e.village, p.death_village)) AS village
  FROM paid p LEFT JOIN entity e ON e.entity = p.person
  GROUP BY p.person
)
SELECT p.person AS subject, v.village, p.amount, k.first_month AS first_date, k.last_month AS last_date, p.person_p * p.death_p AS confidence,
       p._id AS evidence_1, p.death_1 AS evidence_2, p.death_2 AS evidence_3, p.death_3 AS evidence_4,
       p.death_date, p.records, k.months
FROM paid p
JOIN kept k ON k.person = p.person
JOIN place v ON v.person = p.person
