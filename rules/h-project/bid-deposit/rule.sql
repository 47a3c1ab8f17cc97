WITH used AS (
  SELECT account, count(DISTINCT bidder_key) AS n FROM bid_current WHERE length(account) >= 6 GROUP BY account
),
shared AS (
  SELECT b.project_no, b.account, count(*) AS n
  FROM bid_current b
  JOIN used u ON u.account = b.account
  JOIN param_agent a ON as_of() BETWEEN a.valid_from AND a.valid_to
  WHERE u.n < a.value
  GROUP BY b.project_no, b.account
  HAVING count(*) >= 2
)
SELECT
  b.project_no AS subject,
  p.village,
  p.award AS amount,
  p.dated_on AS first_date,
  p.dated_on AS last_date,
  CAST(1 AS DOUBLE) AS confidence,
  COALESCE(p.id, s.first_id) AS evidence_1,
  b.id AS evidence_2,
  COALESCE(p.name, b.project_no) AS subject_name,
  b.bidder,
  b.account
FROM (
  SELECT h.project_no, h.account, min(c.id) AS first_id
  FROM shared h
  JOIN bid_current c ON c.project_no = h.project_no AND c.account = h.account
  GROUP BY h.project_no, h.account
) s
JOIN bid_current b ON b.project_no = s.project_no AND b.account = s.account
LEFT JOIN project_current p ON p.project_no = b.project_no AND NOT p.shared_no
