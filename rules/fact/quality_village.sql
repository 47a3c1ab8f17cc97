-- For every sheet of every source that has a village: how many rows have one, and the first and last row that have none. A batch is the
-- upper part of a row's id (see docs/formats.md). required: the source is of no use without a village.
-- over: asset bank cadre contract death discipline housing_grant kin land_right machinery meeting monitored old_age opinion party_member payment project public_post relief resident village voucher
SELECT '三资·资产资源台账' AS source, 1 AS required, s._sheet AS sheet, count(*) AS n, count(s.village) AS known, min(CASE WHEN s.village IS NULL THEN s._id END) AS first_id, max(CASE WHEN s.village IS NULL THEN s._id END) AS last_id
FROM asset s
GROUP BY s._id - mod(s._id, 16777216), s._sheet
UNION ALL
SELECT '三资·村集体账户流水' AS source, 1 AS required, s._sheet AS sheet, count(*) AS n, count(s.village) AS known, min(CASE WHEN s.village IS NULL THEN s._id END) AS first_id, max(CASE WHEN s.village IS NULL THEN s._id END) AS last_id
FROM bank s
GROUP BY s._id - mod(s._id, 16777216), s._sheet
UNION ALL
SELECT '村干部' AS source, 1 AS required, s._sheet AS sheet, count(*) AS n, count(s.village) AS known, min(CASE WHEN s.village IS NULL THEN s._id END) AS first_id, max(CASE WHEN s.village IS NULL THEN s._id END) AS last_id
FROM cadre s
GROUP BY s._id - mod(s._id, 16777216), s._sheet
UNION ALL
SELECT '三资·合同台账' AS source, 1 AS required, s._sheet AS sheet, count(*) AS n, count(s.village) AS known, min(CASE WHEN s.village IS NULL THEN s._id END) AS first_id, max(CASE WHEN s.village IS NULL THEN s._id END) AS last_id
FROM contract s
GROUP BY s._id - mod(s._id, 16777216), s._sheet
UNION ALL
SELECT '死亡人口' AS source, 0 AS required, s._sheet AS sheet, count(*) AS n, count(s.village) AS known, min(CASE WHEN s.village IS NULL THEN s._id END) AS first_id, max(CASE WHEN s.village IS NULL THEN s._id END) AS last_id
FROM death s
GROUP BY s._id - mod(s._id, 16777216), s._sheet
UNION ALL
SELECT '监督执纪结果' AS source, 0 AS required, s._sheet AS sheet, count(*) AS n, count(s.village) AS known, min(CASE WHEN s.village IS NULL THEN s._id END) AS first_id, max(CASE WHEN s.village IS NULL THEN s._id END) AS last_id
FROM discipline s
GROUP BY s._id - mod(s._id, 16777216), s._sheet
UNION ALL
SELECT '农村危房改造' AS source, 1 AS required, s._sheet AS sheet, count(*) AS n, count(s.village) AS known, min(CASE WHEN s.village IS NULL THEN s._id END) AS first_id, max(CASE WHEN s.village IS NULL THEN s._id END) AS last_id
FROM housing_grant s
GROUP BY s._id - mod(s._id, 16777216), s._sheet
UNION ALL
SELECT '村干部近亲属' AS source, 0 AS required, s._sheet AS sheet, count(*) AS n, count(s.village) AS known, min(CASE WHEN s.village IS NULL THEN s._id END) AS first_id, max(CASE WHEN s.village IS NULL THEN s._id END) AS last_id
FROM kin s
GROUP BY s._id - mod(s._id, 16777216), s._sheet
UNION ALL
SELECT '土地承包确权' AS source, 1 AS required, s._sheet AS sheet, count(*) AS n, count(s.village) AS known, min(CASE WHEN s.village IS NULL THEN s._id END) AS first_id, max(CASE WHEN s.village IS NULL THEN s._id END) AS last_id
FROM land_right s
GROUP BY s._id - mod(s._id, 16777216), s._sheet
UNION ALL
SELECT '农机购置补贴' AS source, 0 AS required, s._sheet AS sheet, count(*) AS n, count(s.village) AS known, min(CASE WHEN s.village IS NULL THEN s._id END) AS first_id, max(CASE WHEN s.village IS NULL THEN s._id END) AS last_id
FROM machinery s
GROUP BY s._id - mod(s._id, 16777216), s._sheet
UNION ALL
SELECT '四议两公开会议记录' AS source, 1 AS required, s._sheet AS sheet, count(*) AS n, count(s.village) AS known, min(CASE WHEN s.village IS NULL THEN s._id END) AS first_id, max(CASE WHEN s.village IS NULL THEN s._id END) AS last_id
FROM meeting s
GROUP BY s._id - mod(s._id, 16777216), s._sheet
UNION ALL
SELECT '脱贫户与监测户' AS source, 1 AS required, s._sheet AS sheet, count(*) AS n, count(s.village) AS known, min(CASE WHEN s.village IS NULL THEN s._id END) AS first_id, max(CASE WHEN s.village IS NULL THEN s._id END) AS last_id
FROM monitored s
GROUP BY s._id - mod(s._id, 16777216), s._sheet
UNION ALL
SELECT '高龄津贴' AS source, 0 AS required, s._sheet AS sheet, count(*) AS n, count(s.village) AS known, min(CASE WHEN s.village IS NULL THEN s._id END) AS first_id, max(CASE WHEN s.village IS NULL THEN s._id END) AS last_id
FROM old_age s
GROUP BY s._id - mod(s._id, 16777216), s._sheet
UNION ALL
SELECT '部门与乡镇研判意见' AS source, 1 AS required, s._sheet AS sheet, count(*) AS n, count(s.village) AS known, min(CASE WHEN s.village IS NULL THEN s._id END) AS first_id, max(CASE WHEN s.village IS NULL THEN s._id END) AS last_id
FROM opinion s
GROUP BY s._id - mod(s._id, 16777216), s._sheet
UNION ALL
SELECT '党员名册' AS source, 1 AS required, s._sheet AS sheet, count(*) AS n, count(s.village) AS known, min(CASE WHEN s.village IS NULL THEN s._id END) AS first_id, max(CASE WHEN s.village IS NULL THEN s._id END) AS last_id
FROM party_member s
GROUP BY s._id - mod(s._id, 16777216), s._sheet
UNION ALL
SELECT '惠民惠农一卡通发放明细' AS source, 0 AS required, s._sheet AS sheet, count(*) AS n, count(s.village) AS known, min(CASE WHEN s.village IS NULL THEN s._id END) AS first_id, max(CASE WHEN s.village IS NULL THEN s._id END) AS last_id
FROM payment s
GROUP BY s._id - mod(s._id, 16777216), s._sheet
UNION ALL
SELECT '村级工程项目' AS source, 1 AS required, s._sheet AS sheet, count(*) AS n, count(s.village) AS known, min(CASE WHEN s.village IS NULL THEN s._id END) AS first_id, max(CASE WHEN s.village IS NULL THEN s._id END) AS last_id
FROM project s
GROUP BY s._id - mod(s._id, 16777216), s._sheet
UNION ALL
SELECT '公益性岗位' AS source, 0 AS required, s._sheet AS sheet, count(*) AS n, count(s.village) AS known, min(CASE WHEN s.village IS NULL THEN s._id END) AS first_id, max(CASE WHEN s.village IS NULL THEN s._id END) AS last_id
FROM public_post s
GROUP BY s._id - mod(s._id, 16777216), s._sheet
UNION ALL
SELECT '低保特困花名册' AS source, 1 AS required, s._sheet AS sheet, count(*) AS n, count(s.village) AS known, min(CASE WHEN s.village IS NULL THEN s._id END) AS first_id, max(CASE WHEN s.village IS NULL THEN s._id END) AS last_id
FROM relief s
GROUP BY s._id - mod(s._id, 16777216), s._sheet
UNION ALL
SELECT '户籍人口' AS source, 0 AS required, s._sheet AS sheet, count(*) AS n, count(s.village) AS known, min(CASE WHEN s.village IS NULL THEN s._id END) AS first_id, max(CASE WHEN s.village IS NULL THEN s._id END) AS last_id
FROM resident s
GROUP BY s._id - mod(s._id, 16777216), s._sheet
UNION ALL
SELECT '村(社区)名册' AS source, 1 AS required, s._sheet AS sheet, count(*) AS n, count(s.code) AS known, min(CASE WHEN s.code IS NULL THEN s._id END) AS first_id, max(CASE WHEN s.code IS NULL THEN s._id END) AS last_id
FROM village s
GROUP BY s._id - mod(s._id, 16777216), s._sheet
UNION ALL
SELECT '三资·会计凭证(序时账)' AS source, 1 AS required, s._sheet AS sheet, count(*) AS n, count(s.village) AS known, min(CASE WHEN s.village IS NULL THEN s._id END) AS first_id, max(CASE WHEN s.village IS NULL THEN s._id END) AS last_id
FROM voucher s
GROUP BY s._id - mod(s._id, 16777216), s._sheet
