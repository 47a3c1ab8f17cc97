WITH drawn AS (
  SELECT p.person, p.month, SUM(p.amount) AS amount, MIN(p._id) AS pension_row, MIN(p.person_p) AS p, MIN(p.kind) AS kind
  FROM pension p
  WHERE (p.kind LIKE '%职工%' OR p.kind LIKE '%机关%' OR p.kind LIKE '%事业%' OR p.kind LIKE '%企业%') AND p.month <= as_of()
    AND EXISTS (SELECT 1 FROM relief_span s WHERE s.person = p.person)
  GROUP BY p.person, p.month
  HAVING SUM(p.amount) > 0
), ends AS (
  SELECT person, MIN(month) AS first_month, MAX(month) AS last_month FROM drawn GROUP BY person
), files AS ( -- what the files of these pensions reach over: a first month there is no beginning
  SELECT MIN(month) AS first_month, MAX(month) AS last_month FROM pension
  WHERE kind LIKE '%职工%' OR kind LIKE '%机关%' OR kind LIKE '%事业%' OR kind LIKE '%企业%'
), both_at_once AS (
  SELECT s.evidence, s.person, s.village, s.monthly_amount, d.month, d.amount, d.pension_row, d.kind, s.person_p * d.p AS p
  FROM relief_span s
  JOIN drawn d ON d.person = s.person
  JOIN ends e ON e.person = s.person
  CROSS JOIN files f
  JOIN param_standard t ON d.month BETWEEN t.valid_from AND t.valid_to
  WHERE d.month BETWEEN s.from_month AND s.to_month
    AND d.amount > t.value
    AND NOT (d.month = s.last_month AND d.month = e.first_month AND (s.end_seen = 1 OR d.month > f.first_month))
    AND NOT (d.month = s.first_month AND d.month = e.last_month AND (s.start_seen = 1 OR d.month < f.last_month))
)
SELECT person AS subject, village,
       monthly_amount * COUNT(*) OVER (PARTITION BY evidence) AS amount,
       month AS first_date, month AS last_date, p AS confidence,
       evidence AS evidence_1, pension_row AS evidence_2, kind, amount AS pension
FROM both_at_once
