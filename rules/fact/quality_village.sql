-- The rows without a village, of every sheet of every source that is of no use without one, with how many rows the sheet has and how many
-- know theirs. A batch is the upper part of a row's id (see docs/formats.md). Where a village may be left out, an empty one is no fault.
-- over: asset bank cadre contract housing_grant land_right meeting monitored opinion party_member project relief village voucher
SELECT '三资·资产资源台账' AS source, q.batch, q.sheet, q.n, q.known, s._id AS id
FROM asset s
JOIN (
  SELECT _id - mod(_id, 16777216) AS batch, _sheet AS sheet, count(*) AS n, count(village) AS known
  FROM asset
  GROUP BY _id - mod(_id, 16777216), _sheet
  HAVING count(*) > count(village)
) q ON q.batch = s._id - mod(s._id, 16777216) AND q.sheet = s._sheet
WHERE s.village IS NULL
UNION ALL
SELECT '三资·村集体账户流水' AS source, q.batch, q.sheet, q.n, q.known, s._id AS id
FROM bank s
JOIN (
  SELECT _id - mod(_id, 16777216) AS batch, _sheet AS sheet, count(*) AS n, count(village) AS known
  FROM bank
  GROUP BY _id - mod(_id, 16777216), _sheet
  HAVING count(*) > count(village)
) q ON q.batch = s._id - mod(s._id, 16777216) AND q.sheet = s._sheet
WHERE s.village IS NULL
UNION ALL
SELECT '村干部' AS source, q.batch, q.sheet, q.n, q.known, s._id AS id
FROM cadre s
JOIN (
  SELECT _id - mod(_id, 16777216) AS batch, _sheet AS sheet, count(*) AS n, count(village) AS known
  FROM cadre
  GROUP BY _id - mod(_id, 16777216), _sheet
  HAVING count(*) > count(village)
) q ON q.batch = s._id - mod(s._id, 16777216) AND q.sheet = s._sheet
WHERE s.village IS NULL
UNION ALL
SELECT '三资·合同台账' AS source, q.batch, q.sheet, q.n, q.known, s._id AS id
FROM contract s
JOIN (
  SELECT _id - mod(_id, 16777216) AS batch, _sheet AS sheet, count(*) AS n, count(village) AS known
  FROM contract
  GROUP BY _id - mod(_id, 16777216), _sheet
  HAVING count(*) > count(village)
) q ON q.batch = s._id - mod(s._id, 16777216) AND q.sheet = s._sheet
WHERE s.village IS NULL
UNION ALL
SELECT '农村危房改造' AS source, q.batch, q.sheet, q.n, q.known, s._id AS id
FROM housing_grant s
JOIN (
  SELECT _id - mod(_id, 16777216) AS batch, _sheet AS sheet, count(*) AS n, count(village) AS known
  FROM housing_grant
  GROUP BY _id - mod(_id, 16777216), _sheet
  HAVING count(*) > count(village)
) q ON q.batch = s._id - mod(s._id, 16777216) AND q.sheet = s._sheet
WHERE s.village IS NULL
UNION ALL
SELECT '土地承包确权' AS source, q.batch, q.sheet, q.n, q.known, s._id AS id
FROM land_right s
JOIN (
  SELECT _id - mod(_id, 16777216) AS batch, _sheet AS sheet, count(*) AS n, count(village) AS known
  FROM land_right
  GROUP BY _id - mod(_id, 16777216), _sheet
  HAVING count(*) > count(village)
) q ON q.batch = s._id - mod(s._id, 16777216) AND q.sheet = s._sheet
WHERE s.village IS NULL
UNION ALL
SELECT '四议两公开会议记录' AS source, q.batch, q.sheet, q.n, q.known, s._id AS id
FROM meeting s
JOIN (
  SELECT _id - mod(_id, 16777216) AS batch, _sheet AS sheet, count(*) AS n, count(village) AS known
  FROM meeting
  GROUP BY _id - mod(_id, 16777216), _sheet
  HAVING count(*) > count(village)
) q ON q.batch = s._id - mod(s._id, 16777216) AND q.sheet = s._sheet
WHERE s.village IS NULL
UNION ALL
SELECT '脱贫户与监测户' AS source, q.batch, q.sheet, q.n, q.known, s._id AS id
FROM monitored s
JOIN (
  SELECT _id - mod(_id, 16777216) AS batch, _sheet AS sheet, count(*) AS n, count(village) AS known
  FROM monitored
  GROUP BY _id - mod(_id, 16777216), _sheet
  HAVING count(*) > count(village)
) q ON q.batch = s._id - mod(s._id, 16777216) AND q.sheet = s._sheet
WHERE s.village IS NULL
UNION ALL
SELECT '部门与乡镇研判意见' AS source, q.batch, q.sheet, q.n, q.known, s._id AS id
FROM opinion s
JOIN (
  SELECT _id - mod(_id, 16777216) AS batch, _sheet AS sheet, count(*) AS n, count(village) AS known
  FROM opinion
  GROUP BY _id - mod(_id, 16777216), _sheet
  HAVING count(*) > count(village)
) q ON q.batch = s._id - mod(s._id, 16777216) AND q.sheet = s._sheet
WHERE s.village IS NULL
UNION ALL
SELECT '党员名册' AS source, q.batch, q.sheet, q.n, q.known, s._id AS id
FROM party_member s
JOIN (
  SELECT _id - mod(_id, 16777216) AS batch, _sheet AS sheet, count(*) AS n, count(village) AS known
  FROM party_member
  GROUP BY _id - mod(_id, 16777216), _sheet
  HAVING count(*) > count(village)
) q ON q.batch = s._id - mod(s._id, 16777216) AND q.sheet = s._sheet
WHERE s.village IS NULL
UNION ALL
SELECT '村级工程项目' AS source, q.batch, q.sheet, q.n, q.known, s._id AS id
FROM project s
JOIN (
  SELECT _id - mod(_id, 16777216) AS batch, _sheet AS sheet, count(*) AS n, count(village) AS known
  FROM project
  GROUP BY _id - mod(_id, 16777216), _sheet
  HAVING count(*) > count(village)
) q ON q.batch = s._id - mod(s._id, 16777216) AND q.sheet = s._sheet
WHERE s.village IS NULL
UNION ALL
SELECT '低保特困花名册' AS source, q.batch, q.sheet, q.n, q.known, s._id AS id
FROM relief s
JOIN (
  SELECT _id - mod(_id, 16777216) AS batch, _sheet AS sheet, count(*) AS n, count(village) AS known
  FROM relief
  GROUP BY _id - mod(_id, 16777216), _sheet
  HAVING count(*) > count(village)
) q ON q.batch = s._id - mod(s._id, 16777216) AND q.sheet = s._sheet
WHERE s.village IS NULL
UNION ALL
SELECT '村(社区)名册' AS source, q.batch, q.sheet, q.n, q.known, s._id AS id
FROM village s
JOIN (
  SELECT _id - mod(_id, 16777216) AS batch, _sheet AS sheet, count(*) AS n, count(code) AS known
  FROM village
  GROUP BY _id - mod(_id, 16777216), _sheet
  HAVING count(*) > count(code)
) q ON q.batch = s._id - mod(s._id, 16777216) AND q.sheet = s._sheet
WHERE s.code IS NULL
UNION ALL
SELECT '三资·会计凭证(序时账)' AS source, q.batch, q.sheet, q.n, q.known, s._id AS id
FROM voucher s
JOIN (
  SELECT _id - mod(_id, 16777216) AS batch, _sheet AS sheet, count(*) AS n, count(village) AS known
  FROM voucher
  GROUP BY _id - mod(_id, 16777216), _sheet
  HAVING count(*) > count(village)
) q ON q.batch = s._id - mod(s._id, 16777216) AND q.sheet = s._sheet
WHERE s.village IS NULL
