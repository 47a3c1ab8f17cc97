-- Who belongs to a household that draws relief: everybody on its roster (standing 名册成员) and, weaker, those who share the
-- roster head's household register (户籍配偶, 户籍同户). from_month and to_month bound the membership.
WITH roster AS (
  SELECT household, person, MAX(person_p) AS p, MIN(from_month) AS from_month, MAX(to_month) AS to_month, MIN(evidence) AS evidence
  FROM relief_span
  WHERE household IS NOT NULL AND person IS NOT NULL
  GROUP BY household, person
), heads AS (
  SELECT DISTINCT household FROM relief_span WHERE household IS NOT NULL
), register AS (
  SELECT h.household, m.person, MAX(m.p * k.p) AS p,
         MIN(GREATEST(COALESCE(first_of_month(m.first_date), DATE '0001-01-01'), COALESCE(first_of_month(k.first_date), DATE '0001-01-01'))) AS from_month,
         MAX(LEAST(COALESCE(first_of_month(m.last_date), DATE '9999-12-01'), COALESCE(first_of_month(k.last_date), DATE '9999-12-01'))) AS to_month,
         MIN(m.evidence) AS evidence,
         MAX(CASE WHEN k.person = k.household AND m.relation IN ('配偶', '妻', '妻子', '夫', '丈夫') THEN 1
                  WHEN m.person = m.household AND k.relation IN ('配偶', '妻', '妻子', '夫', '丈夫') THEN 1 ELSE 0 END) AS spouse
  FROM heads h
  JOIN household_member k ON k.person = h.household AND k.basis = '户籍'
  JOIN household_member m ON m.household = k.household AND m.basis = '户籍'
  GROUP BY h.household, m.person
)
SELECT household, person, p, from_month, to_month, evidence, '名册成员' AS standing
FROM roster
UNION ALL
SELECT g.household, g.person, g.p, g.from_month, g.to_month, g.evidence,
       CASE WHEN g.spouse = 1 THEN '户籍配偶（未列入名册）' ELSE '户籍同户成员（未列入名册）' END
FROM register g LEFT JOIN roster r ON r.household = g.household AND r.person = g.person
WHERE r.person IS NULL
