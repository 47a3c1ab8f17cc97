WITH ways AS (
  SELECT
    p.id, p.project_no, p.village, p.name, p.contractor, p.award, p.dated_on, p.open_tender,
    t.officer, t.post, t.way, t.path, t.evidence_1, t.evidence_2, t.evidence_3, t.evidence_4,
    t.p * COALESCE(p.contractor_entity_p, 1) AS confidence,
    row_number() OVER (
      PARTITION BY p.id
      ORDER BY t.p DESC, t.hops, t.way DESC, t.officer, t.evidence_1, t.evidence_2, t.evidence_3, t.path
    ) AS nth
  FROM project_current p
  JOIN tie t ON t.party = p.contractor_entity AND t.village = p.village
  WHERE t.way IN ('self', 'kin', 'company', 'kin-company', 'employer')
    AND NOT p.own_body
    AND p.dated_on IS NOT NULL
    AND (t.term_start IS NULL OR t.term_start <= p.dated_on)
    AND (t.term_end IS NULL OR month_index(p.dated_on) < month_index(t.term_end))
    AND (t.way <> 'employer' OR (
      (t.first_date IS NULL OR month_index(t.first_date) <= month_index(p.dated_on))
      AND (t.last_date IS NULL OR month_index(p.dated_on) < month_index(t.last_date))))
)
SELECT
  w.project_no AS subject,
  w.village,
  w.award AS amount,
  COALESCE(CAST(w.award AS VARCHAR) || '元', '不详') AS money,
  w.dated_on AS first_date,
  w.dated_on AS last_date,
  w.confidence,
  CASE
    WHEN w.open_tender OR w.path LIKE '%"其他"%' THEN 'yellow'
    WHEN w.way = 'employer' THEN 'orange'
    ELSE 'red'
  END AS grade,
  w.id AS evidence_1,
  w.evidence_1 AS evidence_2,
  w.evidence_2 AS evidence_3,
  w.evidence_3 AS evidence_4,
  w.evidence_4 AS evidence_5,
  w.path,
  w.name AS subject_name,
  COALESCE(w.contractor, '施工方') AS contractor,
  COALESCE(w.post, '村干部') AS post,
  e.name AS officer,
  CASE w.way
    WHEN 'self' THEN '本人' WHEN 'kin' THEN '近亲属' WHEN 'company' THEN '本人企业'
    WHEN 'employer' THEN '参保单位' ELSE '近亲属企业'
  END AS way_name
FROM ways w
LEFT JOIN entity e ON e.entity = w.officer
WHERE w.nth = 1
