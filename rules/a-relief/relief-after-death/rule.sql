WITH late AS (
  SELECT s.evidence, s.person, s.person_p, s.village, s.monthly_amount, s.to_month, d.death_date, d.records, d.p,
         d.evidence_1 AS death_1, d.evidence_2 AS death_2, d.evidence_3 AS death_3,
         GREATEST(s.from_month, add_months(d.death_month, g.value + 1)) AS from_month
  FROM relief_span s
  JOIN death_first d ON d.person = s.person
  JOIN param_grace g ON d.death_date BETWEEN g.valid_from AND g.valid_to
  WHERE s.to_month > add_months(d.death_month, g.value)
), dead AS (
  SELECT person, MIN(person_p * p) AS p, MIN(from_month) AS since, MIN(death_date) AS death_date, MIN(village) AS village,
         SUM(monthly_amount * (months_between(from_month, to_month) + 1)) AS listed
  FROM late
  GROUP BY person
), positive AS (
  SELECT r.person, r.month, SUM(r.monthly_amount) AS amount
  FROM relief r JOIN dead d ON d.person = r.person
  WHERE r.monthly_amount > 0 AND r.month IS NOT NULL
  GROUP BY r.person, r.month
), negative AS ( -- repayments that the months' own rows do not already cancel
  SELECT r._id, r.person, r.month, r.monthly_amount, SUM(r.monthly_amount) OVER (PARTITION BY r.person, r.month) AS month_total
  FROM relief r JOIN dead d ON d.person = r.person
  WHERE r.monthly_amount < 0 AND r.month >= d.since
), repaid AS (
  SELECT n._id, n.person, n.monthly_amount
  FROM negative n LEFT JOIN positive q ON q.person = n.person AND q.month = n.month
  WHERE q.person IS NULL OR q.amount + n.month_total > 0
), transfer AS ( -- what the one-card payments of the same relief say: a month in which all came back counts as not paid
  SELECT p.person, COALESCE(p.month, first_of_month(p.paid_on)) AS month,
         SUM(CASE WHEN p.returned AND p.amount > 0 THEN 0 ELSE p.amount END) AS kept,
         MAX(CASE WHEN p.returned OR p.amount < 0 THEN 1 ELSE 0 END) AS came_back
  FROM payment p JOIN dead d ON d.person = p.person
  WHERE (p.program LIKE '%低保%' OR p.program LIKE '%最低生活保障%' OR p.program LIKE '%特困%' OR p.program LIKE '%五保%')
    AND COALESCE(p.month, first_of_month(p.paid_on)) >= d.since
  GROUP BY p.person, COALESCE(p.month, first_of_month(p.paid_on))
), returned AS (
  SELECT person, SUM(kept) AS kept, MAX(came_back) AS came_back FROM transfer GROUP BY person
), net AS (
  SELECT d.person
  FROM dead d
  LEFT JOIN (SELECT person, SUM(monthly_amount) AS amount FROM repaid GROUP BY person) n ON n.person = d.person
  LEFT JOIN returned t ON t.person = d.person
  WHERE (n.amount IS NULL OR d.listed + n.amount > 0)
    AND (t.person IS NULL OR t.came_back = 0 OR t.kept > 0)
)
SELECT l.person AS subject, l.village,
       l.monthly_amount * (months_between(l.from_month, l.to_month) + 1) AS amount,
       l.from_month AS first_date, l.to_month AS last_date,
       l.person_p * l.p AS confidence,
       l.evidence AS evidence_1, l.death_1 AS evidence_2, l.death_2 AS evidence_3, l.death_3 AS evidence_4,
       l.death_date, l.records
FROM late l
JOIN net n ON n.person = l.person
LEFT JOIN transfer t ON t.person = l.person AND t.month = l.from_month AND l.from_month = l.to_month
WHERE t.person IS NULL OR t.came_back = 0 OR t.kept > 0
UNION ALL
SELECT r.person, d.village, r.monthly_amount, CAST(NULL AS DATE), CAST(NULL AS DATE), d.p,
       r._id, CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), d.death_date, CAST(NULL AS BIGINT)
FROM repaid r
JOIN net n ON n.person = r.person
JOIN dead d ON d.person = r.person
