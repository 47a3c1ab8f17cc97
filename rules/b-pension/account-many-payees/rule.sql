WITH payee_of AS ( -- cheap first: who was ever paid through which account
  SELECT account, person FROM pension WHERE account IS NOT NULL AND person IS NOT NULL AND month <= as_of() GROUP BY account, person
  UNION
  SELECT account, person FROM disability WHERE account IS NOT NULL AND person IS NOT NULL AND month <= as_of() GROUP BY account, person
  UNION
  SELECT account, person FROM old_age WHERE account IS NOT NULL AND person IS NOT NULL AND month <= as_of() GROUP BY account, person
  UNION
  SELECT account, person FROM payment
  WHERE account IS NOT NULL AND person IS NOT NULL AND COALESCE(month, paid_on) <= as_of()
    AND (program LIKE '%养老%' OR program LIKE '%残疾%' OR program LIKE '%高龄%' OR program LIKE '%护理%')
  GROUP BY account, person
  UNION
  SELECT account, head FROM relief WHERE account IS NOT NULL AND head IS NOT NULL AND month <= as_of() GROUP BY account, head
), several AS (
  SELECT account
  FROM payee_of
  WHERE length(account) >= 8 AND account NOT LIKE '%*%' AND account NOT LIKE '%E+%' AND account NOT LIKE '%e+%' AND account NOT LIKE '%.%'
    AND account NOT LIKE '%000000' AND NOT (length(account) >= 18 AND account LIKE '%000')
  GROUP BY account
  HAVING MIN(person) < MAX(person)
), payee AS (
  SELECT p.account, p.person FROM payee_of p JOIN several s ON s.account = p.account
), home AS ( -- without a register household everybody is one of their own
  SELECT s.person, COALESCE(MIN(m.household), s.person) AS household, MIN(m.evidence) AS member_row
  FROM (SELECT DISTINCT person FROM payee) s LEFT JOIN household_member m ON m.person = s.person AND m.basis = '户籍'
  GROUP BY s.person
), shared AS (
  SELECT p.account
  FROM payee p JOIN home h ON h.person = p.person
  GROUP BY p.account
  HAVING COUNT(DISTINCT h.household) >= (SELECT MIN(value) FROM param_households)
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
  SELECT p.program, p.account, p.person, p.person_p, p.name, first_of_month(COALESCE(p.month, p.paid_on)), p.amount, p.village, p._id
  FROM payment p JOIN shared s ON s.account = p.account
  WHERE p.person IS NOT NULL AND COALESCE(p.month, p.paid_on) <= as_of() AND NOT COALESCE(p.returned, FALSE)
    AND (p.program LIKE '%养老%' OR p.program LIKE '%残疾%' OR p.program LIKE '%高龄%' OR p.program LIKE '%护理%')
  UNION ALL
  SELECT '低保', p.account, p.head, p.head_p, p.head_name, p.month, p.monthly_amount, p.village, p._id
  FROM relief p JOIN shared s ON s.account = p.account
  WHERE p.head IS NOT NULL AND p.month <= as_of()
    AND (p.category IS NULL OR p.category NOT LIKE '%特困%' AND p.category NOT LIKE '%五保%')
    AND (p.name IS NULL OR p.name = p.head_name)
), drawn AS (
  SELECT p.program, p.account, p.month, p.person, MIN(p.person_p) AS p, MIN(p.name) AS name, SUM(p.amount) AS amount, MIN(p._id) AS payment_row, MIN(p.village) AS village
  FROM paid p
  GROUP BY p.program, p.account, p.month, p.person
  HAVING SUM(p.amount) > 0
), counted AS (
  SELECT y.program, y.account, y.month, COUNT(DISTINCT h.household) AS households
  FROM drawn y JOIN home h ON h.person = y.person
  GROUP BY y.program, y.account, y.month
), hit AS (
  SELECT c.program, c.account, c.month
  FROM counted c JOIN param_households k ON c.month BETWEEN k.valid_from AND k.valid_to
  WHERE c.households >= k.value
), listed AS (
  SELECT y.account, y.program, y.month, y.person, y.p, y.name, y.amount, y.payment_row, COALESCE(y.village, e.village) AS village, o.household, o.member_row
  FROM hit t
  JOIN drawn y ON y.program = t.program AND y.account = t.account AND y.month = t.month
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
