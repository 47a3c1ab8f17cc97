-- One row per record of a public-welfare post: who held it from which to which month. A row with a month spans that month; others start
-- to end, or to the run's month. Where the same person and post have monthly rows too, the other row counts for the months before them.
-- first_month and last_month are those of the person's posts together.
WITH record AS (
  SELECT _id AS evidence, person, person_p AS p, post, village, COALESCE(monthly_wage, 0) AS wage, month,
         first_of_month(start) AS started, first_of_month("end") AS ended
  FROM public_post
  WHERE person IS NOT NULL AND (month IS NULL OR month <= as_of())
), negative AS (
  SELECT DISTINCT person, month FROM record WHERE wage < 0 AND month IS NOT NULL
), repaid AS (
  SELECT r.person, r.month
  FROM record r JOIN negative n ON n.person = r.person AND n.month = r.month
  GROUP BY r.person, r.month
  HAVING SUM(r.wage) <= 0
), held AS (
  SELECT r.*
  FROM record r LEFT JOIN repaid x ON x.person = r.person AND x.month = r.month
  WHERE r.wage >= 0 AND x.person IS NULL AND (r.month IS NULL OR r.ended IS NULL OR r.ended >= r.month)
), lasting AS ( -- of rows that say the same in several lists, one; a list that knows the end is the newer one
  SELECT h.*, ROW_NUMBER() OVER (PARTITION BY person, post, village, started ORDER BY COALESCE(ended, DATE '9999-12-01'), evidence) AS n
  FROM held h
  WHERE month IS NULL
), monthly_since AS (
  SELECT person, post, MIN(month) AS month FROM held WHERE month IS NOT NULL GROUP BY person, post
), span AS (
  SELECT evidence, person, p, post, village, wage, month AS from_month, month AS to_month,
         CASE WHEN started < month THEN started ELSE month END AS begins
  FROM held
  WHERE month IS NOT NULL
  UNION ALL
  SELECT h.evidence, h.person, h.p, h.post, h.village, h.wage,
         COALESCE(h.started, LEAST(COALESCE(h.ended, DATE '9999-12-01'), first_of_month(as_of()))),
         LEAST(COALESCE(h.ended, DATE '9999-12-01'), first_of_month(as_of()), add_months(COALESCE(y.month, DATE '9999-12-01'), -1)),
         COALESCE(h.started, DATE '0001-01-01')
  FROM lasting h LEFT JOIN monthly_since y ON y.person = h.person AND y.post = h.post
  WHERE h.n = 1
), ends AS (
  SELECT person, MIN(begins) AS first_month, MAX(to_month) AS last_month
  FROM span
  WHERE from_month <= to_month
  GROUP BY person
)
SELECT s.evidence, s.person, s.p, s.post, s.village, s.wage, s.from_month, s.to_month, e.first_month, e.last_month
FROM span s JOIN ends e ON e.person = s.person
WHERE s.from_month <= s.to_month
