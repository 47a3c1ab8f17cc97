-- Of several ways that tie a contract's party to the village's officers, the surest and shortest speaks.
WITH ways AS (
  SELECT
    c.id, c.contract_no, c.village, c.thing, c.party, c.total, c.dated_on, c.end_on, c.open_bid,
    t.officer, t.post, t.hops, t.way, t.path, t.evidence_1, t.evidence_2, t.evidence_3, t.evidence_4,
    t.p * COALESCE(c.party_entity_p, 1) AS p,
    row_number() OVER (
      PARTITION BY c.id
      ORDER BY t.p DESC, t.hops, t.way DESC, t.officer, t.evidence_1, t.evidence_2, t.evidence_3, t.path
    ) AS nth
  FROM contract_current c
  JOIN tie t ON t.party = c.party_entity AND t.village = c.village
  WHERE t.way IN ('self', 'kin', 'company', 'kin-company')
    AND NOT COALESCE(c.open_bid, FALSE)
    AND NOT c.own_body
    AND (t.way IN ('company', 'kin-company') OR COALESCE(c.party_entity_method, 'number') <> 'name')
    AND (t.term_start IS NULL OR t.term_start <= c.dated_on)
    AND (t.term_end IS NULL OR month_index(c.dated_on) < month_index(t.term_end))
)
SELECT
  w.contract_no AS subject,
  w.village,
  w.total AS amount,
  COALESCE(CAST(w.total AS VARCHAR) || '元', '不详') AS money,
  w.dated_on AS first_date,
  COALESCE(w.end_on, w.dated_on) AS last_date,
  w.p AS confidence,
  CASE
    WHEN w.path LIKE '%"其他"%' THEN 'yellow'
    WHEN w.open_bid IS NULL THEN 'orange'
    ELSE 'red'
  END AS grade,
  w.id AS evidence_1,
  w.evidence_1 AS evidence_2,
  w.evidence_2 AS evidence_3,
  w.evidence_3 AS evidence_4,
  w.evidence_4 AS evidence_5,
  w.path,
  w.thing || '(合同' || w.contract_no || ')' AS subject_name,
  COALESCE(w.party, '承包方') AS party,
  COALESCE(w.post, '村干部') AS post,
  e.name AS officer,
  CASE w.way WHEN 'self' THEN '本人' WHEN 'kin' THEN '近亲属' WHEN 'company' THEN '本人企业' ELSE '近亲属企业' END AS way_name,
  CASE WHEN w.open_bid IS NULL THEN '台账未写明是否公开竞价' ELSE '未公开竞价' END AS bidding
FROM ways w
LEFT JOIN entity e ON e.entity = w.officer
WHERE w.nth = 1
