WITH job AS (
  SELECT e._id AS job_row, e.person, e.person_p AS p, e.unit_name,
         COALESCE(first_of_month(e.start), DATE '0001-01-01') AS from_month,
         -- where an older list leaves the end open that a newer one knows, the end counts
         COALESCE(first_of_month(MAX(e."end") OVER (PARTITION BY e.person, e.unit_name, e.start)), DATE '9999-12-01') AS to_month
  FROM employment e
  WHERE EXISTS (SELECT 1 FROM post_span s WHERE s.person = e.person)
    AND NOT EXISTS (
      SELECT 1 FROM param_not_job n WHERE e.unit_name LIKE '%' || n.value || '%' AND as_of() BETWEEN n.valid_from AND n.valid_to)
    AND NOT EXISTS (
      SELECT 1 FROM param_post_employer n WHERE e.unit_name LIKE '%' || n.value || '%' AND as_of() BETWEEN n.valid_from AND n.valid_to)
), both_at_once AS (
  SELECT s.evidence, s.person, s.p * j.p AS p, s.village, s.post, s.wage, j.job_row, j.unit_name,
         GREATEST(s.from_month, j.from_month) AS lo, LEAST(s.to_month, j.to_month) AS hi
  FROM post_span s
  JOIN job j ON j.person = s.person
  WHERE s.from_month <= j.to_month AND s.to_month >= j.from_month
), step AS ( -- the months that a stretch adds to those before it: two employers or posts in one month count it once
  SELECT person, lo, hi, MAX(hi) OVER (PARTITION BY person ORDER BY lo, hi ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached
  FROM (SELECT DISTINCT person, lo, hi FROM both_at_once) d
), total AS (
  SELECT person, SUM(CASE WHEN reached IS NULL OR lo > reached THEN months_between(lo, hi) + 1 WHEN hi > reached THEN months_between(reached, hi) ELSE 0 END) AS overlap
  FROM step
  GROUP BY person
)
SELECT b.person AS subject, COALESCE(b.village, e.village) AS village,
       MAX(b.wage * (months_between(b.lo, b.hi) + 1)) OVER (PARTITION BY b.evidence) AS amount,
       b.lo AS first_date, b.hi AS last_date, b.p AS confidence,
       b.evidence AS evidence_1, b.job_row AS evidence_2, b.post, b.unit_name AS unit, t.overlap
FROM both_at_once b
JOIN total t ON t.person = b.person
JOIN param_months m ON b.hi BETWEEN m.valid_from AND m.valid_to
LEFT JOIN entity e ON e.entity = b.person
WHERE t.overlap >= m.value
