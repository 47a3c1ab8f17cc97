-- Rent falls due once a contract year, at its start, or on the day that the receipts name. What has come in is the larger of the
-- register's figure and the receipts; nothing is said about a contract of which neither is known.
WITH digits AS (
  SELECT n FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS d(n)
),
years AS (
  SELECT a.n * 10 + b.n AS k FROM digits a CROSS JOIN digits b
),
receipts AS (
  SELECT contract_no, sum(amount) AS paid, min(due) AS first_due, max(_id) AS receipt
  FROM collection
  WHERE received_on <= as_of()
  GROUP BY contract_no
),
opened AS (
  SELECT first_of_month(min(received_on)) AS opened_on FROM collection
),
account AS (
  SELECT
    c.*,
    r.receipt,
    GREATEST(COALESCE(c.received, 0), COALESCE(r.paid, 0)) AS paid,
    o.opened_on,
    CASE
      WHEN c.received IS NOT NULL THEN 'register'
      WHEN o.opened_on IS NULL OR c.shared_no THEN 'unknown'
      WHEN c.start_on >= o.opened_on THEN 'receipts'
      WHEN r.contract_no IS NOT NULL THEN 'later receipts'
      ELSE 'unknown'
    END AS known_by,
    CASE
      WHEN r.first_due >= c.start_on
        THEN add_months(r.first_due, mod(months_between(c.start_on, r.first_due), 12) - months_between(c.start_on, r.first_due))
      ELSE c.start_on
    END AS first_due
  FROM contract_current c
  LEFT JOIN receipts r ON r.contract_no = c.contract_no AND NOT c.shared_no
  CROSS JOIN opened o
  WHERE c.start_on IS NOT NULL
    AND COALESCE(c.arrears, 1) > 0
    AND (c.arrears IS NOT NULL OR COALESCE(c.status, '履行') <> '终止')
),
dues AS (
  SELECT
    a.id,
    add_months(a.first_due, 12 * y.k) AS due_on,
    row_number() OVER (PARTITION BY a.id ORDER BY y.k) AS nth
  FROM account a
  CROSS JOIN years y
  WHERE add_months(a.first_due, 12 * y.k) <= as_of()
    AND (a.end_on IS NULL OR add_months(a.first_due, 12 * y.k) < a.end_on)
    AND (a.known_by <> 'later receipts' OR add_months(a.first_due, 12 * y.k) >= a.opened_on)
),
summed AS (
  SELECT
    a.id,
    count(*) AS due_count,
    count(CASE WHEN add_months(d.due_on, m.value) <= as_of() THEN 1 END) AS ripe_count,
    min(CASE WHEN a.known_by = 'unknown' OR COALESCE(a.annual * d.nth > a.paid, TRUE) THEN d.due_on END) AS unpaid_from,
    max(d.due_on) AS unpaid_to
  FROM account a
  JOIN dues d ON d.id = a.id
  JOIN param_months m ON d.due_on BETWEEN m.valid_from AND m.valid_to
  GROUP BY a.id
),
owed AS (
  SELECT
    a.*,
    s.unpaid_from,
    s.unpaid_to,
    s.ripe_count,
    LEAST(a.annual * s.due_count, COALESCE(a.total_written, a.annual * s.due_count)) AS due_now,
    LEAST(a.annual * s.ripe_count, COALESCE(a.total_written, a.annual * s.ripe_count)) AS due_ripe
  FROM account a
  JOIN summed s ON s.id = a.id
)
SELECT
  o.contract_no AS subject,
  o.village,
  CAST(CASE
    WHEN o.annual IS NULL THEN o.arrears
    WHEN o.known_by = 'unknown' THEN LEAST(o.arrears, o.due_now)
    ELSE LEAST(o.due_now - o.paid, COALESCE(o.arrears, o.due_now - o.paid))
  END AS DECIMAL(18, 2)) AS amount,
  COALESCE(o.unpaid_from, o.start_on) AS first_date,
  o.unpaid_to AS last_date,
  CAST(1 AS DOUBLE) AS confidence,
  o.id AS evidence_1,
  o.receipt AS evidence_2,
  o.thing || '(合同' || o.contract_no || ')' AS subject_name,
  COALESCE(o.party, '承包方') AS party,
  COALESCE(CAST(o.due_now AS VARCHAR), '不详') AS due,
  CASE WHEN o.known_by = 'unknown' THEN '不详' ELSE CAST(CAST(o.paid AS DECIMAL(18, 2)) AS VARCHAR) END AS paid
FROM owed o
WHERE o.ripe_count > 0
  AND CASE
    WHEN o.annual IS NULL OR o.known_by = 'unknown' THEN COALESCE(o.arrears, 0) > 0
    ELSE o.due_ripe > o.paid
  END
