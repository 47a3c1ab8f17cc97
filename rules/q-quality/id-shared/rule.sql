-- Names are held against each other without blanks, dots and what stands in brackets; masked and joint names say nothing.
WITH cut AS (
  SELECT
    q.*,
    CASE
      WHEN position('(' IN q.name) > 1 THEN substr(q.name, 1, position('(' IN q.name) - 1)
      WHEN position('(' IN q.name) > 1 THEN substr(q.name, 1, position('(' IN q.name) - 1)
      ELSE q.name
    END AS bare
  FROM quality_name q
),
clean AS (
  SELECT c.*, translate(c.bare, ' 　·•・.', '') AS plain
  FROM cut c
),
named AS (
  SELECT *
  FROM clean
  WHERE length(plain) >= 2 AND plain NOT LIKE '%*%' AND plain NOT LIKE '%某%' AND plain NOT LIKE '%、%' AND plain NOT LIKE '%□%'
),
shared AS (
  SELECT
    person, min(number) AS number, min(village) AS village,
    CASE WHEN min(substr(plain, 1, 1)) = max(substr(plain, 1, 1)) THEN 'yellow' ELSE 'orange' END AS grade
  FROM named
  GROUP BY person
  HAVING min(plain) <> max(plain)
),
shown AS (
  SELECT
    s.number, s.village, s.grade, n.id, n.plain, n.source,
    row_number() OVER (PARTITION BY s.person, n.plain ORDER BY n.id) AS nth
  FROM shared s
  JOIN named n ON n.person = s.person
)
SELECT
  s.number AS subject,
  s.village,
  CAST(1 AS DOUBLE) AS confidence,
  s.grade,
  s.id AS evidence_1,
  substr(s.number, 1, 6) || '…' || substr(s.number, 15) AS shown,
  s.plain AS names,
  s.source
FROM shown s
WHERE s.nth <= 4
