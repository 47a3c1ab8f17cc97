-- Months on the public payroll: 在职 up to the end if one is written, 退休 for good (a pension from public funds goes on), 离职
-- only where the end is written. An empty status means 在职.
SELECT _id AS evidence, person, person_p AS p, unit, post, COALESCE(status, '在职') AS status,
       COALESCE(first_of_month(start), DATE '0001-01-01') AS from_month,
       CASE WHEN status LIKE '%退休%' OR status LIKE '%离休%' THEN DATE '9999-12-01'
            ELSE COALESCE(first_of_month("end"), DATE '9999-12-01') END AS to_month
FROM payroll
WHERE person IS NOT NULL
  AND ("end" IS NOT NULL OR status IS NULL OR status LIKE '%退休%' OR status LIKE '%离休%'
       OR NOT (status LIKE '%离%' OR status LIKE '%辞%' OR status LIKE '%开除%' OR status LIKE '%调出%' OR status LIKE '%死亡%' OR status LIKE '%解聘%'))
