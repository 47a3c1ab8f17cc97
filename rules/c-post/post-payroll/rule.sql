WITH staff AS (
  SELECT t.*
  FROM payroll_term t
  WHERE EXISTS (SELECT 1 FROM post_span s WHERE s.person = t.person)
    AND NOT EXISTS (
      SELECT 1 FROM param_not_staff n
      WHERE COALESCE(t.unit, '') || COALESCE(t.post, '') LIKE '%' || n.value || '%' AND as_of() BETWEEN n.valid_from AND n.valid_to)
), both_at_once AS (
  SELECT s.evidence, s.person, s.p * t.p AS p, s.village, s.post, s.wage, s.first_month, s.last_month,
         t.evidence AS staff_row, t.unit, t.status, t.from_month AS staff_from, t.to_month AS staff_to,
         GREATEST(s.from_month, t.from_month) AS lo, LEAST(s.to_month, t.to_month) AS hi
  FROM post_span s
  JOIN staff t ON t.person = s.person
  WHERE s.from_month <= t.to_month AND s.to_month >= t.from_month
)
SELECT b.person AS subject, COALESCE(b.village, e.village) AS village,
       MAX(b.wage * (months_between(b.lo, b.hi) + 1)) OVER (PARTITION BY b.evidence) AS amount,
       b.lo AS first_date, b.hi AS last_date, b.p AS confidence,
       b.evidence AS evidence_1, b.staff_row AS evidence_2, b.post, b.unit, b.status
FROM both_at_once b
LEFT JOIN entity e ON e.entity = b.person
WHERE NOT (b.lo = b.hi AND (b.hi = b.staff_to AND b.lo = b.first_month OR b.lo = b.staff_from AND b.hi = b.last_month))
