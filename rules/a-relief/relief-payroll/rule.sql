WITH staff AS (
  SELECT t.*
  FROM payroll_term t
  WHERE NOT EXISTS (
    SELECT 1 FROM param_not_staff n
    WHERE COALESCE(t.unit, '') || COALESCE(t.post, '') LIKE '%' || n.value || '%' AND as_of() BETWEEN n.valid_from AND n.valid_to)
), both_at_once AS (
  SELECT s.evidence, s.person, s.person_p * t.p AS p, s.village, s.monthly_amount, s.first_month, s.last_month,
         t.evidence AS staff_row, t.unit, t.status, t.from_month AS staff_from, t.to_month AS staff_to,
         GREATEST(s.from_month, t.from_month) AS lo, LEAST(s.to_month, t.to_month) AS hi
  FROM relief_span s
  JOIN staff t ON t.person = s.person
  WHERE s.from_month <= t.to_month AND s.to_month >= t.from_month
)
SELECT person AS subject, village,
       MAX(monthly_amount * (months_between(lo, hi) + 1)) OVER (PARTITION BY evidence) AS amount,
       lo AS first_date, hi AS last_date, p AS confidence,
       evidence AS evidence_1, staff_row AS evidence_2, unit, status
FROM both_at_once
WHERE NOT (lo = hi AND (hi = staff_to AND lo = first_month OR lo = staff_from AND hi = last_month))
