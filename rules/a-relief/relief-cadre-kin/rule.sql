WITH circle AS (
  SELECT c.person, c.relation, c.village AS office, c.post, c.from_month, c.to_month, c.path, c.p, c.evidence_1, c.evidence_2
  FROM officer_circle c
  WHERE c.relation = '本人'
     OR EXISTS (SELECT 1 FROM param_kin k WHERE k.value = c.relation AND as_of() BETWEEN k.valid_from AND k.valid_to)
), both_at_once AS (
  SELECT s.evidence, s.person, s.household, s.village, s.monthly_amount, s.first_month, s.last_month, s.person_p * c.p AS p,
         c.relation, c.post, c.from_month AS office_from, c.to_month AS office_to, c.path, c.evidence_1 AS office_row, c.evidence_2 AS kin_row,
         GREATEST(s.from_month, c.from_month) AS lo, LEAST(s.to_month, c.to_month) AS hi,
         GREATEST(s.first_month, c.from_month) AS due
  FROM relief_span s
  JOIN circle c ON c.person = s.person
  WHERE s.from_month <= c.to_month AND s.to_month >= c.from_month
), filing AS (
  SELECT beneficiary, first_of_month(filed) AS filed_month, _id
  FROM kin_filing
  WHERE beneficiary IS NOT NULL
    AND (program IS NULL OR program LIKE '%低保%' OR program LIKE '%最低生活%' OR program LIKE '%特困%' OR program LIKE '%五保%' OR program LIKE '%救助%')
), wanted AS (
  SELECT DISTINCT person, household, first_month, due FROM both_at_once
), known AS (
  SELECT w.person, w.household, w.first_month, w.due, f.filed_month, f._id FROM wanted w JOIN filing f ON f.beneficiary = w.person
  UNION ALL
  SELECT w.person, w.household, w.first_month, w.due, f.filed_month, f._id FROM wanted w JOIN filing f ON f.beneficiary = w.household
), filed_for AS (
  SELECT person, household, due,
         MAX(CASE WHEN filed_month IS NULL OR filed_month <= due OR first_month <= DATE '0001-12-01' THEN 1 ELSE 0 END) AS in_time,
         MIN(_id) AS filing_row
  FROM known
  GROUP BY person, household, due
)
SELECT b.person AS subject, b.village,
       MAX(b.monthly_amount * (months_between(b.lo, b.hi) + 1)) OVER (PARTITION BY b.evidence) AS amount,
       b.lo AS first_date, b.hi AS last_date, b.p AS confidence,
       b.evidence AS evidence_1, b.office_row AS evidence_2, b.kin_row AS evidence_3, f.filing_row AS evidence_4, b.path,
       b.post, b.relation, CASE WHEN f.filing_row IS NULL THEN '未见备案' ELSE '备案晚于享受开始' END AS filing
FROM both_at_once b
LEFT JOIN filed_for f ON f.person = b.person AND f.household = b.household AND f.due = b.due
WHERE COALESCE(f.in_time, 0) = 0
  AND NOT (b.lo = b.hi AND (b.hi = b.office_to AND b.lo = b.first_month OR b.lo = b.office_from AND b.hi = b.last_month))
