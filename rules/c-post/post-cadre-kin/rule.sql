WITH circle AS (
  SELECT c.person, c.relation, c.village AS office, c.post, c.from_month, c.to_month, c.path, c.p, c.evidence_1, c.evidence_2
  FROM officer_circle c
  WHERE c.relation = '本人'
     OR EXISTS (SELECT 1 FROM param_kin k WHERE k.value = c.relation AND as_of() BETWEEN k.valid_from AND k.valid_to)
), filed AS (
  SELECT DISTINCT beneficiary AS person FROM kin_filing WHERE beneficiary IS NOT NULL AND program LIKE '%岗%'
), needy AS (
  SELECT person FROM relief_span WHERE person IS NOT NULL
  UNION
  SELECT person FROM monitored WHERE person IS NOT NULL AND (lifted IS NULL OR lifted > as_of())
  UNION
  SELECT head FROM monitored WHERE head IS NOT NULL AND (lifted IS NULL OR lifted > as_of())
), both_at_once AS (
  SELECT s.evidence, s.person, s.p * c.p AS p, s.village, s.post, s.wage, s.first_month, s.last_month, c.relation, c.office, c.post AS cadre_post,
         c.from_month AS office_from, c.to_month AS office_to, c.path, c.evidence_1 AS office_row, c.evidence_2 AS kin_row,
         GREATEST(s.from_month, c.from_month) AS lo, LEAST(s.to_month, c.to_month) AS hi
  FROM post_span s
  JOIN circle c ON c.person = s.person
  WHERE s.from_month <= c.to_month AND s.to_month >= c.from_month
)
SELECT b.person AS subject, COALESCE(b.village, b.office) AS village,
       MAX(b.wage * (months_between(b.lo, b.hi) + 1)) OVER (PARTITION BY b.evidence) AS amount,
       b.lo AS first_date, b.hi AS last_date, b.p AS confidence,
       CASE WHEN n.person IS NULL THEN 'orange' ELSE 'yellow' END AS grade,
       b.evidence AS evidence_1, b.office_row AS evidence_2, b.kin_row AS evidence_3, b.path,
       b.post, b.cadre_post, b.relation
FROM both_at_once b
LEFT JOIN filed f ON f.person = b.person
LEFT JOIN needy n ON n.person = b.person
WHERE f.person IS NULL
  AND NOT (b.lo = b.hi AND (b.hi = b.office_to AND b.lo = b.first_month OR b.lo = b.office_from AND b.hi = b.last_month))
