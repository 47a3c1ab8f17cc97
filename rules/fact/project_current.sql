-- The project register, one row a project: a register that is handed over every month repeats its rows; of the copies the one that
-- is furthest on is kept. dated_on is the day of tendering, or else of starting or acceptance. plain is the name without village,
-- year-less generic words and blanks; stem is plain without digits, numerals, phases, lots and directions, so that 道路硬化一期 and
-- 道路硬化二期 share it. contractor_key is the entity, or the name where nobody is known. own_body: the collective builds itself.
WITH villages AS (
  SELECT code, max(name) AS name, max(township) AS township FROM village GROUP BY code
),
copies AS (
  SELECT
    p.*,
    row_number() OVER (
      PARTITION BY p.village, COALESCE(p.project_no, CAST(p._id AS VARCHAR)), p.name
      ORDER BY CASE WHEN p.final_amount IS NULL THEN 1 ELSE 0 END, CASE WHEN p.accepted IS NULL THEN 1 ELSE 0 END, p._id
    ) AS copy,
    min(p.village) OVER (PARTITION BY p.project_no) AS least_village,
    max(p.village) OVER (PARTITION BY p.project_no) AS most_village
  FROM project p
),
named AS (
  SELECT
    c.*,
    COALESCE(replace(replace(c.name, v.township, ''), v.name, ''), c.name) AS local_name
  FROM copies c
  LEFT JOIN villages v ON v.code = c.village
  WHERE c.copy = 1
),
plained AS (
  SELECT
    n.*,
    translate(replace(replace(replace(replace(replace(n.local_name, '工程', ''), '项目', ''), '建设', ''), '施工', ''), '年度', ''), ' 　()()【】-—_、·.', '') AS plain
  FROM named n
)
SELECT
  p._id AS id,
  COALESCE(p.project_no, '行' || CAST(p._id AS VARCHAR)) AS project_no,
  p.village,
  COALESCE(p.name, '工程') AS name,
  p.location,
  p.fund_source,
  p.budget,
  COALESCE(p.award_amount, p.budget) AS award,
  p.award_amount,
  p.final_amount,
  p.contractor,
  p.contractor_entity,
  p.contractor_entity_p,
  COALESCE('E' || CAST(p.contractor_entity AS VARCHAR), 'N' || p.contractor) AS contractor_key,
  p.tender_method,
  p.tendered,
  p.started,
  p.accepted,
  COALESCE(p.tendered, p.started, p.accepted) AS dated_on,
  p.plain,
  translate(p.plain, '0123456789一二三四五六七八九十甲乙丙丁ABCDabcdⅠⅡⅢⅣ第期标段号片组年东西南北上下中前后', '') AS stem,
  COALESCE(p.tender_method LIKE '%公开%', FALSE) AS open_tender,
  COALESCE(p.contractor LIKE '%村民委员会%' OR p.contractor LIKE '%村委会%' OR p.contractor LIKE '%居民委员会%' OR p.contractor LIKE '%居委会%'
    OR p.contractor LIKE '%股份经济合作%' OR p.contractor LIKE '%经济合作社%' OR p.contractor LIKE '%经济联合%'
    OR p.contractor LIKE '%集体经济组织%' OR p.contractor_uscc LIKE 'N%', FALSE) AS own_body,
  COALESCE(p.least_village <> p.most_village, FALSE) AS shared_no
FROM plained p
