-- A meeting register that does not reach back to a contract, or that its township never handed over, says nothing about it.
WITH register AS (
  SELECT min(date) AS opened_on FROM meeting
),
townships AS (
  SELECT DISTINCT substr(village, 1, 9) AS township FROM meeting WHERE village IS NOT NULL
),
approvals AS (
  SELECT count(township_approval) AS written FROM contract
),
votes AS (
  SELECT
    contract_id,
    max(CASE WHEN attended_enough AND agreed_enough THEN 1 ELSE 0 END) AS good,
    max(CASE WHEN attended_enough THEN 1 ELSE 0 END) AS attended,
    max(meeting_id) AS meeting_id
  FROM contract_vote
  GROUP BY contract_id
),
behind AS (
  SELECT c.id AS contract_id, c.village, c.party_entity AS person
  FROM contract_current c
  JOIN entity e ON e.entity = c.party_entity AND e.kind = 'person'
  WHERE COALESCE(c.party_entity_method, 'number') = 'number'
  UNION
  SELECT c.id AS contract_id, c.village, g.a AS person
  FROM contract_current c
  JOIN edge g ON g.b = c.party_entity AND g.tie = 'legal_rep'
),
covered AS (
  SELECT DISTINCT village FROM resident WHERE village IS NOT NULL
),
homes AS (
  SELECT b.contract_id, r.village, r._id AS row_id
  FROM behind b
  JOIN resident r ON r.person = b.person
),
landed AS (
  SELECT b.contract_id, r.village, r._id AS row_id
  FROM behind b
  JOIN land_right r ON r.head = b.person
),
here AS (
  SELECT h.contract_id
  FROM (SELECT contract_id, village FROM homes UNION SELECT contract_id, village FROM landed) h
  JOIN contract_current c ON c.id = h.contract_id AND c.village = h.village
),
outsiders AS (
  SELECT b.contract_id, max(h.row_id) AS home_row
  FROM behind b
  JOIN covered v ON v.village = b.village
  LEFT JOIN homes h ON h.contract_id = b.contract_id
  WHERE b.contract_id NOT IN (SELECT contract_id FROM here)
  GROUP BY b.contract_id
),
judged AS (
  SELECT
    c.*,
    v.meeting_id,
    o.home_row,
    CASE
      WHEN v.contract_id IS NULL AND c.meeting_date IS NULL AND t.township IS NOT NULL
        AND year(c.dated_on) >= year(r.opened_on) THEN '没有会议记录'
      WHEN v.good = 0 AND v.attended = 0 THEN '到会不足应到的三分之二'
      WHEN v.good = 0 THEN '赞成不足到会的三分之二'
      WHEN c.land AND c.township_approval IS NULL AND a.written > 0
        AND o.contract_id IS NOT NULL THEN '包给外村的个人或单位而没有乡镇批准'
    END AS reason
  FROM contract_current c
  CROSS JOIN register r
  CROSS JOIN approvals a
  JOIN param_since s ON c.dated_on BETWEEN s.valid_from AND s.valid_to AND c.dated_on >= CAST(s.value AS DATE)
  LEFT JOIN votes v ON v.contract_id = c.id
  LEFT JOIN townships t ON t.township = c.township
  LEFT JOIN outsiders o ON o.contract_id = c.id
  WHERE c.village IS NOT NULL AND c.dated_on <= as_of()
)
SELECT
  j.contract_no AS subject,
  j.village,
  j.total AS amount,
  COALESCE(CAST(j.total AS VARCHAR) || '元', '不详') AS money,
  j.dated_on AS first_date,
  j.dated_on AS last_date,
  CASE WHEN j.reason LIKE '包给%' THEN COALESCE(j.party_entity_p, 1) ELSE CAST(1 AS DOUBLE) END AS confidence,
  j.id AS evidence_1,
  j.meeting_id AS evidence_2,
  CASE WHEN j.reason LIKE '包给%' THEN j.home_row END AS evidence_3,
  j.thing || '(合同' || j.contract_no || ')' AS subject_name,
  COALESCE(j.party, '承包方') AS party,
  j.reason
FROM judged j
WHERE j.reason IS NOT NULL
