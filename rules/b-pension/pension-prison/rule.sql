WITH own AS ( -- everything that people who were ever in prison drew
  SELECT p._id, p.person, p.person_p, p.month, p.amount
  FROM pension p
  JOIN (SELECT DISTINCT person FROM prison_span) t ON t.person = p.person
  WHERE p.month <= as_of() AND p.amount <> 0
), paid AS (
  SELECT o._id, o.person, o.person_p, o.month, o.amount, t.p AS prison_p, t.evidence AS prison_row, t.imprisoned, t.released
  FROM own o
  JOIN prison_span t ON t.person = o.person
  WHERE o.month BETWEEN t.from_month AND t.to_month
), by_month AS (
  SELECT person, month, SUM(amount) AS net
  FROM (SELECT DISTINCT _id, person, month, amount FROM paid) d
  GROUP BY person, month
), since AS (
  SELECT person, MIN(month) AS month FROM by_month GROUP BY person
), repaid AS ( -- repayments in later months that show nothing else
  SELECT o._id, o.person, o.person_p, o.amount
  FROM own o
  JOIN since s ON s.person = o.person
  JOIN (SELECT person, month FROM own GROUP BY person, month HAVING SUM(amount) < 0) n ON n.person = o.person AND n.month = o.month
  LEFT JOIN paid x ON x._id = o._id
  WHERE o.month > s.month AND x._id IS NULL
), repaid_total AS (
  SELECT person, SUM(amount) AS amount FROM repaid GROUP BY person
), kept AS (
  SELECT b.person, MIN(CASE WHEN b.net > 0 THEN b.month END) AS first_month, MAX(CASE WHEN b.net > 0 THEN b.month END) AS last_month,
         SUM(CASE WHEN b.net > 0 THEN 1 ELSE 0 END) AS months
  FROM by_month b LEFT JOIN repaid_total r ON r.person = b.person
  GROUP BY b.person
  HAVING SUM(b.net) + COALESCE(MIN(r.amount), 0) > 0
), evidence AS (
  SELECT _id, person, person_p * prison_p AS p, amount, prison_row, CAST(imprisoned AS VARCHAR) AS imprisoned, COALESCE(CAST(released AS VARCHAR), '未写明') AS released
  FROM paid
  UNION ALL
  SELECT _id, person, person_p, amount, CAST(NULL AS BIGINT), CAST(NULL AS VARCHAR), CAST(NULL AS VARCHAR)
  FROM repaid
)
SELECT e.person AS subject, n.village, e.amount, k.first_month AS first_date, k.last_month AS last_date, e.p AS confidence,
       e._id AS evidence_1, e.prison_row AS evidence_2, e.imprisoned, e.released, k.months
FROM evidence e
JOIN kept k ON k.person = e.person
JOIN param_months m ON k.last_month BETWEEN m.valid_from AND m.valid_to
LEFT JOIN entity n ON n.entity = e.person
WHERE k.months >= m.value
