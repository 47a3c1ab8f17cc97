WITH worker AS (
  SELECT person, month, SUM(amount) AS net, MIN(_id) AS worker_row, MIN(person_p) AS p, MIN(kind) AS kind
  FROM pension
  WHERE person IS NOT NULL AND kind NOT LIKE '%居民%' AND kind NOT LIKE '%居保%' AND month <= as_of()
    AND (kind LIKE '%职工%' OR kind LIKE '%机关%' OR kind LIKE '%事业%' OR kind LIKE '%企业%')
  GROUP BY person, month
  HAVING SUM(amount) > 0
), worker_ends AS (
  SELECT person, MIN(month) AS first_month, MAX(month) AS last_month FROM worker GROUP BY person
), paid AS ( -- what residents' pension those people got
  SELECT p._id, p.person, p.person_p, p.month, p.amount
  FROM pension p JOIN worker_ends w ON w.person = p.person
  WHERE (p.kind LIKE '%居民%' OR p.kind LIKE '%居保%') AND p.month <= as_of()
), resident_month AS (
  SELECT person, month, SUM(amount) AS net FROM paid GROUP BY person, month
), resident_ends AS (
  SELECT person, MIN(month) AS first_month, MAX(month) AS last_month FROM resident_month WHERE net > 0 GROUP BY person
), files AS ( -- what the files reach over: a first month there is no beginning, a last month no end
  SELECT MIN(month) AS first_month, MAX(month) AS last_month FROM pension WHERE month <= as_of()
), both_at_once AS (
  SELECT r.person, r.month, r.net, w.worker_row, w.p, w.kind
  FROM resident_month r
  JOIN worker w ON w.person = r.person AND w.month = r.month
  JOIN worker_ends we ON we.person = r.person
  JOIN resident_ends re ON re.person = r.person
  CROSS JOIN files f
  WHERE r.net > 0
    AND NOT (f.first_month < f.last_month
             AND (r.month = we.first_month AND r.month = re.last_month OR r.month = re.first_month AND r.month = we.last_month))
), repaid AS ( -- repayments in months that show nothing else
  SELECT person, SUM(net) AS net FROM resident_month WHERE net < 0 GROUP BY person
), total AS (
  SELECT b.person, COUNT(*) AS months, MIN(b.month) AS first_month, MAX(b.month) AS last_month
  FROM both_at_once b LEFT JOIN repaid x ON x.person = b.person
  GROUP BY b.person
  HAVING SUM(b.net) + COALESCE(MIN(x.net), 0) > 0
), evidence AS (
  SELECT p._id, p.person, p.person_p, p.amount, b.worker_row, b.p, b.kind
  FROM paid p JOIN both_at_once b ON b.person = p.person AND b.month = p.month
  UNION ALL
  SELECT p._id, p.person, p.person_p, p.amount, CAST(NULL AS BIGINT), CAST(1 AS DOUBLE), CAST(NULL AS VARCHAR)
  FROM paid p JOIN resident_month r ON r.person = p.person AND r.month = p.month
  WHERE r.net < 0
)
SELECT e.person AS subject, n.village, e.amount, t.first_month AS first_date, t.last_month AS last_date, e.person_p * e.p AS confidence,
       e._id AS evidence_1, e.worker_row AS evidence_2, e.kind, t.months
FROM evidence e
JOIN total t ON t.person = e.person
JOIN param_months m ON t.last_month BETWEEN m.valid_from AND m.valid_to
LEFT JOIN entity n ON n.entity = e.person
WHERE t.months >= m.value
