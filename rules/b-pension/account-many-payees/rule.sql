WITH own AS ( -- cheap first: accounts that ever had two payees
  SELECT account, person FROM pension WHERE account IS NOT NULL AND person IS NOT NULL AND month <= as_of()
  UNION ALL
  SELECT account, person FROM disability WHERE account IS NOT NULL AND person IS NOT NULL AND month <= as_of()
  UNION ALL
  SELECT account, person FROM old_age WHERE account IS NOT NULL AND person IS NOT NULL AND month <= as_of()
  UNION ALL
  SELECT account, head FROM relief WHERE account IS NOT NULL AND head IS NOT NULL AND month <= as_of()
), shared AS (
  SELECT account
  FROM own
  WHERE length(account) >= 8 AND account NOT LIKE '%*%' AND account NOT LIKE '%E+%' AND account NOT LIKE '%e+%' AND account NOT LIKE '%.%'
    AND account NOT LIKE '%000000' AND NOT (length(account) >= 18 AND account LIKE '%000')
  GROUP BY account
  HAVING MIN(person) < MAX(person)
), paid AS (
  SELECT '养老' || COALESCE(p.kind, '') AS program, p.account, p.person, p.person_p, p.name, p.month, p.amount, CAST(NULL AS VARCHAR) AS village, p._id
  FROM pension p JOIN shared s ON s.account = p.account
  WHERE p.person IS NOT NULL AND p.month <= as_of()
  UNION ALL
  SELECT '残疾人补贴' || COALESCE(p.kind, ''), p.account, p.person, p.person_p, p.name, p.month, p.amount, CAST(NULL AS VARCHAR), p._id
  FROM disability p JOIN shared s ON s.account = p.account
  WHERE p.person IS NOT NULL AND p.month <= as_of()
  UNION ALL
  SELECT '高龄津贴', p.account, p.person, p.person_p, p.name, p.month, p.amount, p.village, p._id
  FROM old_age p JOIN shared s ON s.account = p.account
  WHERE p.person IS NOT NULL AND p.month <= as_of()
  UNION ALL
  SELECT '低保', p.account, p.head, p.head_p, p.head_name, p.month, p.monthly_amount, p.village, p._id
  FROM relief p JOIN shared s ON s.account = p.account
  WHERE p.head IS NOT NULL AND p.month <= as_of()
    AND (p.category IS NULL OR p.category NOT LIKE '%特困%' AND p.category NOT LIKE '%五保%')
    AND (p.name IS NULL OR p.name = p.head_name)
), payee AS (
  SELECT p.program, p.account, p.month, p.person, MIN(p.person_p) AS p, MIN(p.name) AS name, SUM(p.amount) AS amount, MIN(p._id) AS payment_row, MIN(p.village) AS village
  FROM paid p
  GROUP BY p.program, p.account, p.month, p.person
  HAVING SUM(p.amount) > 0
), someone AS (
  SELECT DISTINCT person FROM payee
), home AS (
  SELECT s.person, COALESCE(MIN(m.household), s.person) AS household, MIN(m.evidence) AS member_row
  FROM someone s LEFT JOIN household_member m ON m.person = s.person AND m.basis = '户籍'
  GROUP BY s.person
), counted AS (
  SELECT y.program, y.account, y.month, COUNT(DISTINCT h.household) AS households, COUNT(*) AS payees
  FROM payee y JOIN home h ON h.person = y.person
  GROUP BY y.program, y.account, y.month
), hit AS (
  SELECT c.program, c.account, c.month
  FROM counted c JOIN param_households k ON c.month BETWEEN k.valid_from AND k.valid_to
  WHERE c.households >= k.value
), listed AS (
  SELECT y.account, y.program, y.month, y.person, y.p, y.name, y.amount, y.payment_row, COALESCE(y.village, e.village) AS village, o.household, o.member_row
  FROM hit t
  JOIN payee y ON y.program = t.program AND y.account = t.account AND y.month = t.month
  JOIN home o ON o.person = y.person
  LEFT JOIN entity e ON e.entity = y.person
), busiest AS ( -- one lead for an account: the village with most of its payees
  SELECT account, village, ROW_NUMBER() OVER (PARTITION BY account ORDER BY COUNT(DISTINCT person) DESC, village) AS n
  FROM listed
  WHERE village IS NOT NULL
  GROUP BY account, village
), size AS (
  SELECT account, COUNT(DISTINCT household) AS households FROM listed GROUP BY account
)
SELECT l.account AS subject, b.village, l.amount, l.month AS first_date, l.month AS last_date, l.p AS confidence,
       l.payment_row AS evidence_1, l.member_row AS evidence_2, l.account AS subject_name,
       l.program, l.name AS payees, z.households
FROM listed l
JOIN size z ON z.account = l.account
LEFT JOIN busiest b ON b.account = l.account AND b.n = 1
