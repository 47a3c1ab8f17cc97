WITH ways AS (
  SELECT
    c.id, c.contract_no, c.village, c.thing, c.party, c.total, c.dated_on, c.end_on, c.open_bid,
    t.officer, t.post, t.path, t.evidence_1, t.evidence_2,
    t.p * COALESCE(c.party_entity_p, 1) AS p,
    row_number() OVER (PARTITION BY c.id ORDER BY t.p DESC, t.officer, t.evidence_1, t.evidence_2, t.path) AS nth
  FROM contract_current c
  JOIN tie t ON t.party = c.party_entity AND t.village = c.village
  WHERE t.way = 'employer'
    AND NOT c.own_body
    AND (t.term_start IS NULL OR t.term_start <= c.dated_on)
    AND (t.term_end IS NULL OR month_index(c.dated_on) < month_index(t.term_end))
    AND (t.first_date IS NULL OR month_index(t.first_date) <= month_index(c.dated_on))
    AND (t.last_date IS NULL OR month_index(c.dated_on) < month_index(t.last_date))
)
SELECT
  w.contract_no AS subject,
  w.village,
  w.total AS amount,
  COALESCE(CAST(w.total AS VARCHAR) || '元', '不详') AS money,
  w.dated_on AS first_date,
  COALESCE(w.end_on, w.dated_on) AS last_date,
  w.p AS confidence,
  CASE WHEN w.open_bid THEN 'yellow' ELSE 'orange' END AS grade,
  w.id AS evidence_1,
  w.evidence_1 AS evidence_2,
  w.evidence_2 AS evidence_3,
  w.path,
  w.thing || '(合同' || w.contract_no || ')' AS subject_name,
  COALESCE(w.party, '承包方') AS party,
  COALESCE(w.post, '村干部') AS post,
  e.name AS officer
FROM ways w
LEFT JOIN entity e ON e.entity = w.officer
WHERE w.nth = 1
