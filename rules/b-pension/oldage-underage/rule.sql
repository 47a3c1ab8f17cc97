WITH early AS (
  SELECT p._id, p.person, p.person_p, p.month, p.amount, p.village, e.birth, e.village AS home, a.value AS age
  FROM old_age p
  JOIN entity e ON e.entity = p.person
  JOIN param_min_age a ON p.month BETWEEN a.valid_from AND a.valid_to
  WHERE e.birth IS NOT NULL AND p.month <= as_of() AND p.amount <> 0
    AND months_between(e.birth, p.month) < a.value * 12
), by_month AS (
  SELECT person, month, SUM(amount) AS net FROM early GROUP BY person, month
), kept AS (
  SELECT person, MIN(CASE WHEN net > 0 THEN month END) AS first_month, MAX(CASE WHEN net > 0 THEN month END) AS last_month,
         SUM(CASE WHEN net > 0 THEN 1 ELSE 0 END) AS months
  FROM by_month
  GROUP BY person
  HAVING SUM(net) > 0
), place AS (
  SELECT person, MIN(COALESCE(village, home)) AS village FROM early GROUP BY person
)
SELECT y.person AS subject, v.village, y.amount, k.first_month AS first_date, k.last_month AS last_date, y.person_p AS confidence,
       y._id AS evidence_1, CAST(y.birth AS VARCHAR) AS birth, y.age, k.months
FROM early y
JOIN kept k ON k.person = y.person
JOIN place v ON v.person = y.person
