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
  SELECT party_entity AS party, party_entity AS person FROM contract_current WHERE party_entity IS NOT NULL
  UNION
  SELECT g.b AS party, g.a AS person
  FROM edge g
  JOIN contract_current c ON c.party_entity = g.b
  WHERE g.tie = 'legal_rep'
),
homes AS (
  SELECT b.party, min(r.village) AS least_village, max(r.village) AS most_village
  FROM behind b
  JOIN resident r ON r.person = b.person
  WHERE r.village IS NOT NULL AND COALESCE(r.status, '正常') = '正常'
  GROUP BY b.party
),
judged AS (
  SELECT
    c.*,
    v.meeting_id,
    CASE
      WHEN v.contract_id IS NULL AND c.meeting_date IS NULL AND t.township IS NOT NULL
        AND year(c.dated_on) >= year(r.opened_on) THEN '没有会议记录'
      WHEN v.good = 0 AND v.attended = 0 THEN '到会不足应到的三分之二'
      WHEN v.good = 0 THEN '赞成不足到会的三分之二'
      WHEN c.land AND c.township_approval IS NULL AND a.written > 0
        AND c.village NOT IN (h.least_village, h.most_village) THEN '包给外村的个人或单位而没有乡镇批准'
    END AS reason
  FROM contract_current c
  CROSS JOIN register r
  CROSS JOIN approvals a
  JOIN param_since s ON c.dated_on BETWEEN s.valid_from AND s.valid_to AND c.dated_on >= CAST(s.value AS DATE)
  LEFT JOIN votes v ON v.contract_id = c.id
  LEFT JOIN townships t ON t.township = c.township
  LEFT JOIN homes h ON h.party = c.party_entity
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
  j.thing || '(合同' || j.contract_no || ')' AS subject_name,
  COALESCE(j.party, '承包方') AS party,
  j.reason
FROM judged j
WHERE j.reason IS NOT NULL
