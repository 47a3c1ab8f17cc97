-- Nothing is said about insured staff when most firms that build here have none on the list: then the list is a part only.
WITH firms AS (
  SELECT
    org, min(established) AS established, max(kind) AS kind, max(_id) AS firm_row,
    max(CASE WHEN kind LIKE '%个体%' OR kind LIKE '%合作社%' THEN 1 ELSE 0 END) AS small
  FROM company
  WHERE org IS NOT NULL
  GROUP BY org
),
works AS (
  SELECT p.*, f.established, f.small, f.firm_row
  FROM project_current p
  JOIN firms f ON f.org = p.contractor_entity
  WHERE NOT p.own_body AND p.dated_on IS NOT NULL
),
staffed AS (
  SELECT DISTINCT w.contractor_entity AS org
  FROM works w
  JOIN employment e ON e.employer = w.contractor_entity
),
cover AS (
  SELECT count(*) AS firms, count(s.org) AS staffed
  FROM (SELECT DISTINCT contractor_entity AS org FROM works WHERE small = 0) w
  LEFT JOIN staffed s ON s.org = w.org
),
busy AS (
  SELECT DISTINCT w.id
  FROM works w
  JOIN employment e ON e.employer = w.contractor_entity
  WHERE (e.start IS NULL OR month_index(e.start) <= month_index(w.dated_on))
    AND (e."end" IS NULL OR month_index(e."end") >= month_index(w.dated_on))
),
judged AS (
  SELECT
    w.*,
    CASE WHEN w.established IS NOT NULL AND add_months(w.established, m.value) > w.dated_on THEN 1 ELSE 0 END AS young,
    CASE WHEN w.small = 0 AND b.id IS NULL AND c.staffed > 0 AND c.staffed * 2 >= c.firms THEN 1 ELSE 0 END AS empty
  FROM works w
  JOIN param_months m ON w.dated_on BETWEEN m.valid_from AND m.valid_to
  CROSS JOIN cover c
  LEFT JOIN busy b ON b.id = w.id
)
SELECT
  j.project_no AS subject,
  j.village,
  j.award AS amount,
  COALESCE(CAST(j.award AS VARCHAR) || '元', '不详') AS money,
  j.dated_on AS first_date,
  j.dated_on AS last_date,
  COALESCE(j.contractor_entity_p, 1) AS confidence,
  CASE WHEN j.young = 1 AND j.empty = 1 THEN 'red' WHEN j.young = 1 THEN 'orange' ELSE 'yellow' END AS grade,
  j.id AS evidence_1,
  j.firm_row AS evidence_2,
  j.name AS subject_name,
  COALESCE(j.contractor, '施工方') AS contractor,
  CASE
    WHEN j.young = 1 AND j.empty = 1 THEN CAST(j.established AS VARCHAR) || '才成立,且没有参保职工'
    WHEN j.young = 1 THEN CAST(j.established AS VARCHAR) || '才成立'
    ELSE '承揽时没有参保职工'
  END AS reason
FROM judged j
WHERE j.young = 1 OR j.empty = 1
