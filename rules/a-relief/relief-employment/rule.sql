WITH counted AS ( -- a roster of heads alone whose headcount takes in the whole register household
  SELECT r.household
  FROM (SELECT head AS household, MAX(headcount) AS headcount FROM relief WHERE head IS NOT NULL GROUP BY head) r
  JOIN (
    SELECT household, COUNT(DISTINCT person) AS people, COUNT(DISTINCT CASE WHEN standing = '名册成员' THEN person END) AS listed
    FROM relief_member
    GROUP BY household
  ) m ON m.household = r.household
  WHERE m.listed = 1 AND r.headcount >= m.people
), spell AS (
  SELECT e._id AS employment_row, e.person, e.person_p, e.name, e.unit_name,
         COALESCE(first_of_month(e.start), DATE '0001-01-01') AS from_month,
         -- where an older list leaves the end open that a newer one knows, the end counts
         COALESCE(first_of_month(MAX(e."end") OVER (PARTITION BY m.household, e.person, e.unit_name, e.start)), DATE '9999-12-01') AS to_month,
         m.household, m.standing, m.p, m.from_month AS member_from, m.to_month AS member_to, m.evidence AS member_row
  FROM employment e
  JOIN relief_member m ON m.person = e.person
  LEFT JOIN counted c ON c.household = m.household
  WHERE (m.standing <> '户籍同户成员（未列入名册）' OR c.household IS NOT NULL)
    AND NOT EXISTS (
      SELECT 1 FROM param_not_job n WHERE e.unit_name LIKE '%' || n.value || '%' AND as_of() BETWEEN n.valid_from AND n.valid_to)
), span AS (
  SELECT s.*, h.village, h.monthly_amount, h.evidence, h.p AS household_p, h.from_month AS roster_month,
         GREATEST(h.from_month, s.from_month, s.member_from) AS lo, LEAST(h.to_month, s.to_month, s.member_to) AS hi
  FROM spell s
  JOIN relief_household h ON h.household = s.household
  WHERE h.from_month <= s.to_month AND h.to_month >= s.from_month
), step AS ( -- the months that a stretch adds to those before it: two employers in one month count it once
  SELECT household, person, lo, hi,
         MAX(hi) OVER (PARTITION BY household, person ORDER BY lo, hi ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached
  FROM (SELECT DISTINCT household, person, lo, hi FROM span WHERE lo <= hi) d
), total AS (
  SELECT household, person,
         SUM(CASE WHEN reached IS NULL OR lo > reached THEN months_between(lo, hi) + 1 WHEN hi > reached THEN months_between(reached, hi) ELSE 0 END) AS overlap
  FROM step
  GROUP BY household, person
)
SELECT s.household AS subject, s.village,
       MAX(s.monthly_amount * (months_between(s.lo, s.hi) + 1)) OVER (PARTITION BY s.evidence) AS amount,
       s.lo AS first_date, s.hi AS last_date, s.household_p * s.p * s.person_p AS confidence,
       CASE WHEN s.standing = '名册成员' THEN 'orange' ELSE 'yellow' END AS grade,
       s.evidence AS evidence_1, s.employment_row AS evidence_2, s.member_row AS evidence_3, w.evidence AS evidence_4,
       s.standing, s.name AS worker, s.unit_name AS unit, t.overlap
FROM span s
JOIN total t ON t.household = s.household AND t.person = s.person
LEFT JOIN relief_span w ON w.household = s.household AND w.person = s.person AND w.from_month = s.roster_month -- the row that names the worker
JOIN param_months p ON s.hi BETWEEN p.valid_from AND p.valid_to
WHERE s.lo <= s.hi AND t.overlap >= p.value
