-- One row per dead person: the earliest date of all registers, how many records say so, and up to three of them as
-- evidence, the earliest first. Of records with the same date the surest link counts.
WITH ranked AS (
  SELECT person, person_p, death_date, village, _id,
         ROW_NUMBER() OVER (PARTITION BY person ORDER BY death_date, person_p DESC, _id) AS n
  FROM death
  WHERE person IS NOT NULL AND death_date <= as_of()
)
SELECT person,
       MIN(death_date) AS death_date,
       first_of_month(MIN(death_date)) AS death_month,
       COUNT(*) AS records,
       MAX(CASE WHEN n = 1 THEN person_p END) AS p,
       MIN(village) AS village,
       MAX(CASE WHEN n = 1 THEN _id END) AS evidence_1,
       MAX(CASE WHEN n = 2 THEN _id END) AS evidence_2,
       MAX(CASE WHEN n = 3 THEN _id END) AS evidence_3
FROM ranked
GROUP BY person
