WITH role AS (
  SELECT e.a AS person, e.b AS org, MAX(CASE WHEN e.tie = 'legal_rep' THEN 2 ELSE 1 END) AS rank, MAX(e.p) AS p, MIN(e.evidence) AS role_row,
         MIN(e.first_date) AS first_date
  FROM edge e
  WHERE e.tie IN ('legal_rep', 'shareholder')
  GROUP BY e.a, e.b
), live AS (
  SELECT c.org, c.name, c.kind, c.capital, c.established, c._id AS company_row, COALESCE(c.kind, '') || c.name AS words,
         ROW_NUMBER() OVER (PARTITION BY c.org ORDER BY c._id) AS n,
         MAX(CASE WHEN c.status LIKE '%注销%' OR c.status LIKE '%吊销%' OR c.status LIKE '%撤销%' OR c.status LIKE '%停业%' OR c.status LIKE '%清算%' OR c.status LIKE '%迁出%'
                  THEN 1 ELSE 0 END) OVER (PARTITION BY c.org) AS gone -- in any of several lists
  FROM company c
  WHERE c.org IS NOT NULL
), kept AS (
  SELECT m.household, m.standing, r.rank, r.role_row, l.name, l.capital, l.established, l.company_row, h.village, h.monthly_amount, h.evidence, h.last_month,
         m.evidence AS member_row, h.p * m.p * r.p AS p, COALESCE(first_of_month(l.established), DATE '0001-01-01') AS since,
         GREATEST(h.from_month, m.from_month, COALESCE(first_of_month(l.established), DATE '0001-01-01')) AS lo, LEAST(h.to_month, m.to_month) AS hi
  FROM relief_member m
  JOIN role r ON r.person = m.person
  JOIN live l ON l.org = r.org AND l.n = 1 AND l.gone = 0
  JOIN relief_household h ON h.household = m.household
  JOIN param_capital_limit c ON h.to_month BETWEEN c.valid_from AND c.valid_to
  WHERE (l.capital >= c.value OR l.capital IS NULL AND l.words NOT LIKE '%个体%' AND l.words NOT LIKE '%合作社%')
    AND l.words NOT LIKE '%集体经济%' AND l.words NOT LIKE '%经济合作社%' AND l.words NOT LIKE '%经济联合社%'
)
SELECT household AS subject, village,
       MAX(monthly_amount * (months_between(lo, hi) + 1)) OVER (PARTITION BY evidence) AS amount,
       lo AS first_date, hi AS last_date, p AS confidence,
       CASE WHEN standing = '名册成员' AND capital IS NOT NULL THEN 'orange' WHEN standing = '名册成员' OR capital IS NOT NULL THEN 'yellow' ELSE 'blue' END AS grade,
       evidence AS evidence_1, company_row AS evidence_2, role_row AS evidence_3, member_row AS evidence_4,
       standing, name AS company, CASE WHEN rank = 2 THEN '法定代表人' ELSE '股东' END AS role,
       CASE WHEN capital IS NULL THEN '不明' ELSE CAST(capital AS VARCHAR) || '元' END AS capital, CAST(established AS VARCHAR) AS established
FROM kept
WHERE lo <= hi AND NOT (lo = hi AND lo = since AND hi = last_month)
