-- What came in on a day counts as prepaid after the years that were already due before the current one are taken off: paying five
-- years' arrears at once is no prepayment.
WITH days AS (
  SELECT
    contract_no, received_on, sum(amount) AS amount, max(_id) AS receipt,
    sum(sum(amount)) OVER (PARTITION BY contract_no ORDER BY received_on) AS so_far
  FROM collection
  WHERE received_on <= as_of()
  GROUP BY contract_no, received_on
),
register AS (
  SELECT min(date) AS opened_on FROM meeting
),
noted AS (
  SELECT count(meeting_date) AS dates FROM contract_current
),
voted AS (
  SELECT DISTINCT contract_id FROM contract_vote WHERE attended_enough AND agreed_enough
),
payments AS (
  SELECT c.id, d.received_on, d.amount, d.receipt, d.so_far
  FROM contract_current c
  JOIN days d ON d.contract_no = c.contract_no AND NOT c.shared_no
  UNION ALL
  SELECT c.id, as_of() AS received_on, c.received AS amount, CAST(NULL AS BIGINT) AS receipt, c.received AS so_far
  FROM contract_current c
  LEFT JOIN days d ON d.contract_no = c.contract_no AND NOT c.shared_no
  WHERE d.contract_no IS NULL AND c.received > 0
)
SELECT
  c.contract_no AS subject,
  c.village,
  CAST(p.amount AS DECIMAL(18, 2)) AS amount,
  CASE WHEN p.receipt IS NULL THEN c.dated_on ELSE p.received_on END AS first_date,
  CASE WHEN p.receipt IS NULL THEN c.dated_on ELSE p.received_on END AS last_date,
  CAST(1 AS DOUBLE) AS confidence,
  c.id AS evidence_1,
  p.receipt AS evidence_2,
  c.thing || '(合同' || c.contract_no || ')' AS subject_name,
  COALESCE(c.party, '承包方') AS party,
  CASE WHEN p.receipt IS NULL THEN '台账' ELSE CAST(p.received_on AS VARCHAR) END AS paid_on,
  c.annual,
  y.value AS paid_years
FROM contract_current c
JOIN payments p ON p.id = c.id
JOIN param_years y ON c.dated_on BETWEEN y.valid_from AND y.valid_to
CROSS JOIN register r
CROSS JOIN noted n
LEFT JOIN voted v ON v.contract_id = c.id
WHERE c.annual > 0
  AND c.start_on IS NOT NULL
  AND NOT c.own_body
  AND p.amount >= c.annual * y.value
  AND p.so_far - c.annual * GREATEST(age_at(c.start_on, p.received_on), 0) >= c.annual * y.value
  AND v.contract_id IS NULL
  AND c.meeting_date IS NULL
  AND (n.dates > 0 OR COALESCE(year(c.dated_on) >= year(r.opened_on), FALSE))
