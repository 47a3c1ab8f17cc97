-- Months on the public payroll: 在职 up to the end if one is written, 退休 for good (a pension from public funds goes on), 离职
-- only where the end is written. An empty status means 在职. Where an older list still says 在职 of a post that a newer one says has
-- ended, the end counts.
WITH term AS (
  SELECT _id, person, person_p, unit, post, COALESCE(status, '在职') AS status, start, "end",
         CASE WHEN status LIKE '%退休%' OR status LIKE '%离休%' THEN 1 ELSE 0 END AS retired,
         CASE WHEN status LIKE '%退休%' OR status LIKE '%离休%' THEN 0
              WHEN status LIKE '%离%' OR status LIKE '%辞%' OR status LIKE '%开除%' OR status LIKE '%调出%' OR status LIKE '%死亡%' OR status LIKE '%解聘%' THEN 1
              ELSE 0 END AS gone
  FROM payroll
  WHERE person IS NOT NULL
), known AS (
  SELECT t.*, MAX("end") OVER (PARTITION BY person, unit, start) AS known_end, MAX(gone) OVER (PARTITION BY person, unit, start) AS known_gone
  FROM term t
)
SELECT _id AS evidence, person, person_p AS p, unit, post, status,
       COALESCE(first_of_month(start), DATE '0001-01-01') AS from_month,
       CASE WHEN retired = 1 THEN DATE '9999-12-01' ELSE COALESCE(first_of_month(known_end), DATE '9999-12-01') END AS to_month
FROM known
WHERE retired = 1 OR known_gone = 0 OR known_end IS NOT NULL
