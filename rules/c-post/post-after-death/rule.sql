WITH late AS (
  SELECT s.evidence, s.person, s.p * d.p AS p, COALESCE(s.village, e.village, d.village) AS village, s.post, s.wage, s.to_month, d.death_date,
         d.evidence_1 AS death_1, d.evidence_2 AS death_2, d.evidence_3 AS death_3,
         GREATEST(s.from_month, add_months(d.death_month, g.value + 1)) AS from_month
  FROM post_span s
  JOIN death_first d ON d.person = s.person
  JOIN param_grace g ON d.death_date BETWEEN g.valid_from AND g.valid_to
  LEFT JOIN entity e ON e.entity = s.person
  WHERE s.to_month > add_months(d.death_month, g.value)
), dead AS (
  SELECT person, MIN(from_month) AS since, SUM(wage * (months_between(from_month, to_month) + 1)) AS paid FROM late GROUP BY person
), repaid AS ( -- repayments in months that show nothing else
  SELECT r.person, SUM(r.monthly_wage) AS amount
  FROM public_post r JOIN dead d ON d.person = r.person
  WHERE r.monthly_wage < 0 AND r.month >= d.since
    AND NOT EXISTS (SELECT 1 FROM public_post q WHERE q.person = r.person AND q.month = r.month AND q.monthly_wage > 0)
  GROUP BY r.person
)
SELECT l.person AS subject, l.village, l.wage * (months_between(l.from_month, l.to_month) + 1) AS amount,
       l.from_month AS first_date, l.to_month AS last_date, l.p AS confidence,
       l.evidence AS evidence_1, l.death_1 AS evidence_2, l.death_2 AS evidence_3, l.death_3 AS evidence_4,
       l.death_date, l.post
FROM late l
JOIN dead d ON d.person = l.person
LEFT JOIN repaid r ON r.person = l.person
WHERE r.amount IS NULL OR d.paid + r.amount > 0
