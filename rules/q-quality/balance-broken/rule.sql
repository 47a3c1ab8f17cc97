-- A bank row chains when some earlier row, or one of the same day, closes with the balance that it opens with: the order of rows within
-- a day is not known. (The condition on time is an OR on purpose: DuckDB 1.5 loses matches when one EXISTS holds both an order and a
-- <> comparison.) Many broken rows of one account are mostly one fault: one item an account.
WITH vouchers AS (
  SELECT
    v.village, first_of_month(v.date) AS in_month, v.voucher_no,
    min(v._id) AS first_id, max(v._id) AS last_id,
    sum(COALESCE(v.debit, 0)) AS debit, sum(COALESCE(v.credit, 0)) AS credit
  FROM voucher v
  WHERE v.voucher_no IS NOT NULL AND v.date IS NOT NULL
  GROUP BY v.village, first_of_month(v.date), v.voucher_no
  HAVING sum(COALESCE(v.debit, 0)) <> sum(COALESCE(v.credit, 0))
),
uneven AS (
  SELECT
    v.*,
    count(*) OVER (PARTITION BY v.village) AS n,
    row_number() OVER (PARTITION BY v.village ORDER BY v.in_month, v.voucher_no) AS nth
  FROM vouchers v
),
moves AS (
  SELECT
    b._id, b.village, b.account, b.time, b.balance,
    CASE WHEN b.direction = '收' THEN b.balance - b.amount ELSE b.balance + b.amount END AS opening
  FROM bank b
  WHERE b.balance IS NOT NULL AND b.amount IS NOT NULL AND b.direction IN ('收', '支') AND b.account IS NOT NULL AND b.time IS NOT NULL
),
firsts AS (
  SELECT account, min(time) AS first_day FROM moves GROUP BY account
),
broken AS (
  SELECT m._id, m.village, m.account, m.time
  FROM moves m
  JOIN firsts f ON f.account = m.account
  WHERE m.time > f.first_day
    AND NOT EXISTS (
      SELECT 1
      FROM moves e
      WHERE e.account = m.account AND e.balance = m.opening
        AND (e.time < m.time OR (e.time = m.time AND e._id <> m._id))
    )
),
counted AS (
  SELECT
    b.*,
    count(*) OVER (PARTITION BY b.account) AS n,
    min(b.village) OVER (PARTITION BY b.account) AS any_village,
    row_number() OVER (PARTITION BY b.account ORDER BY b.time, b._id) AS nth
  FROM broken b
)
SELECT
  CAST(u.first_id AS VARCHAR) AS subject,
  u.village,
  CAST(1 AS DOUBLE) AS confidence,
  u.in_month AS first_date,
  u.in_month AS last_date,
  u.first_id AS evidence_1,
  u.last_id AS evidence_2,
  '凭证' AS what,
  CAST(year(u.in_month) AS VARCHAR) || '年' || CAST(month(u.in_month) AS VARCHAR) || '月' || u.voucher_no || '号' AS key,
  '借方合计' || CAST(CAST(u.debit AS DECIMAL(18, 2)) AS VARCHAR) || '元,贷方合计' || CAST(CAST(u.credit AS DECIMAL(18, 2)) AS VARCHAR)
    || '元(本村共' || CAST(u.n AS VARCHAR) || '张不平)' AS problem
FROM uneven u
WHERE u.nth <= 50
UNION ALL
SELECT
  c.account AS subject,
  c.any_village AS village,
  CAST(1 AS DOUBLE) AS confidence,
  c.time AS first_date,
  c.time AS last_date,
  c._id AS evidence_1,
  CAST(NULL AS BIGINT) AS evidence_2,
  '账户' AS what,
  c.account AS key,
  '有' || CAST(c.n AS VARCHAR) || '笔的余额与此前任何一笔都接不上' AS problem
FROM counted c
WHERE c.nth <= 20
