-- Rows of one file that agree in everything that makes them a fact. The large sources are first narrowed by one
-- number that equal rows share (others may share it too: it only narrows, at a fraction of the cost of grouping by text;
-- file, number, fen and day, as far as they tell rows apart, are taken from one another, which no BIGINT can overflow).
-- over: asset bank bid cadre collection company company_person contract death disability employment housing_grant kin land_right machinery medical old_age party_member payroll pension prison project property public_post relief relocation resident vehicle voucher payment
WITH repeats AS (
SELECT '三资·资产资源台账' AS source, min(s.village) AS village, min(s._id) AS first_id, max(s._id) AS last_id, count(*) AS n
FROM asset s
WHERE s.asset_no IS NOT NULL
GROUP BY s._id - mod(s._id, 16777216), s.village, s.asset_no, s.name, s.location
HAVING count(*) > 1
UNION ALL
SELECT '三资·村集体账户流水' AS source, min(s.village) AS village, min(s._id) AS first_id, max(s._id) AS last_id, count(*) AS n
FROM bank s
WHERE s.balance IS NOT NULL
GROUP BY s._id - mod(s._id, 16777216), s.village, s.account, s.time, s.direction, s.amount, s.balance
HAVING count(*) > 1
UNION ALL
SELECT '投标记录' AS source, min(CAST(NULL AS VARCHAR)) AS village, min(s._id) AS first_id, max(s._id) AS last_id, count(*) AS n
FROM bid s
WHERE s.price IS NOT NULL
GROUP BY s._id - mod(s._id, 16777216), s.project_no, s.bidder, s.price
HAVING count(*) > 1
UNION ALL
SELECT '村干部' AS source, min(s.village) AS village, min(s._id) AS first_id, max(s._id) AS last_id, count(*) AS n
FROM cadre s
WHERE s.id_number IS NOT NULL
GROUP BY s._id - mod(s._id, 16777216), s.village, s.id_number, s.name, s.post, s.start
HAVING count(*) > 1
UNION ALL
SELECT '三资·合同收款' AS source, min(CAST(NULL AS VARCHAR)) AS village, min(s._id) AS first_id, max(s._id) AS last_id, count(*) AS n
FROM collection s
WHERE COALESCE(s.voucher_no, CAST(s.due AS VARCHAR)) IS NOT NULL
GROUP BY s._id - mod(s._id, 16777216), s.contract_no, s.due, s.received_on, s.amount, s.voucher_no
HAVING count(*) > 1
UNION ALL
SELECT '市场主体' AS source, min(CAST(NULL AS VARCHAR)) AS village, min(s._id) AS first_id, max(s._id) AS last_id, count(*) AS n
FROM company s
WHERE 1 = 1
GROUP BY s._id - mod(s._id, 16777216), s.uscc, s.name
HAVING count(*) > 1
UNION ALL
SELECT '股东与主要人员' AS source, min(CAST(NULL AS VARCHAR)) AS village, min(s._id) AS first_id, max(s._id) AS last_id, count(*) AS n
FROM company_person s
WHERE s.name IS NOT NULL
GROUP BY s._id - mod(s._id, 16777216), s.uscc, s.name, s.id_number, s.role
HAVING count(*) > 1
UNION ALL
SELECT '三资·合同台账' AS source, min(s.village) AS village, min(s._id) AS first_id, max(s._id) AS last_id, count(*) AS n
FROM contract s
WHERE s.contract_no IS NOT NULL
GROUP BY s._id - mod(s._id, 16777216), s.village, s.contract_no, s.party, s.asset_no, s.start
HAVING count(*) > 1
UNION ALL
SELECT '死亡人口' AS source, min(s.village) AS village, min(s._id) AS first_id, max(s._id) AS last_id, count(*) AS n
FROM death s
JOIN (
  SELECT _id - mod(_id, 16777216) - COALESCE(id_number_key, 0) AS mark
  FROM death
  GROUP BY _id - mod(_id, 16777216) - COALESCE(id_number_key, 0)
  HAVING count(*) > 1
) d ON d.mark = s._id - mod(s._id, 16777216) - COALESCE(s.id_number_key, 0)
WHERE s.id_number IS NOT NULL
GROUP BY s._id - mod(s._id, 16777216), s.id_number, s.name, s.death_date, s.origin
HAVING count(*) > 1
UNION ALL
SELECT '残疾人两项补贴' AS source, min(CAST(NULL AS VARCHAR)) AS village, min(s._id) AS first_id, max(s._id) AS last_id, count(*) AS n
FROM disability s
JOIN (
  SELECT _id - mod(_id, 16777216) - COALESCE(id_number_key, 0) - days_between(DATE '2000-01-01', month) * 1000000007 AS mark
  FROM disability
  WHERE month IS NOT NULL
  GROUP BY _id - mod(_id, 16777216) - COALESCE(id_number_key, 0) - days_between(DATE '2000-01-01', month) * 1000000007
  HAVING count(*) > 1
) d ON d.mark = s._id - mod(s._id, 16777216) - COALESCE(s.id_number_key, 0) - days_between(DATE '2000-01-01', s.month) * 1000000007
WHERE s.month IS NOT NULL AND s.id_number IS NOT NULL
GROUP BY s._id - mod(s._id, 16777216), s.id_number, s.name, s.kind, s.month, s.amount, s.account
HAVING count(*) > 1
UNION ALL
SELECT '职工参保' AS source, min(CAST(NULL AS VARCHAR)) AS village, min(s._id) AS first_id, max(s._id) AS last_id, count(*) AS n
FROM employment s
JOIN (
  SELECT _id - mod(_id, 16777216) - COALESCE(id_number_key, 0) AS mark
  FROM employment
  GROUP BY _id - mod(_id, 16777216) - COALESCE(id_number_key, 0)
  HAVING count(*) > 1
) d ON d.mark = s._id - mod(s._id, 16777216) - COALESCE(s.id_number_key, 0)
WHERE s.id_number IS NOT NULL
GROUP BY s._id - mod(s._id, 16777216), s.id_number, s.name, s.unit_name, s.start
HAVING count(*) > 1
UNION ALL
SELECT '农村危房改造' AS source, min(s.village) AS village, min(s._id) AS first_id, max(s._id) AS last_id, count(*) AS n
FROM housing_grant s
WHERE s.id_number IS NOT NULL
GROUP BY s._id - mod(s._id, 16777216), s.village, s.id_number, s.name, s.amount, s.approved
HAVING count(*) > 1
UNION ALL
SELECT '村干部近亲属' AS source, min(s.village) AS village, min(s._id) AS first_id, max(s._id) AS last_id, count(*) AS n
FROM kin s
WHERE s.kin_id_number IS NOT NULL
GROUP BY s._id - mod(s._id, 16777216), s.cadre_id_number, s.kin_id_number, s.kin_name, s.relation
HAVING count(*) > 1
UNION ALL
SELECT '土地承包确权' AS source, min(s.village) AS village, min(s._id) AS first_id, max(s._id) AS last_id, count(*) AS n
FROM land_right s
JOIN (
  SELECT _id - mod(_id, 16777216) - COALESCE(head_id_number_key, 0) - COALESCE(CAST(area_mu * 100 AS BIGINT), 0) * 7 AS mark
  FROM land_right
  GROUP BY _id - mod(_id, 16777216) - COALESCE(head_id_number_key, 0) - COALESCE(CAST(area_mu * 100 AS BIGINT), 0) * 7
  HAVING count(*) > 1
) d ON d.mark = s._id - mod(s._id, 16777216) - COALESCE(s.head_id_number_key, 0) - COALESCE(CAST(s.area_mu * 100 AS BIGINT), 0) * 7
WHERE s.parcel_no IS NOT NULL
GROUP BY s._id - mod(s._id, 16777216), s.village, s.head_id_number, s.head_name, s.parcel_no, s.area_mu
HAVING count(*) > 1
UNION ALL
SELECT '农机购置补贴' AS source, min(s.village) AS village, min(s._id) AS first_id, max(s._id) AS last_id, count(*) AS n
FROM machinery s
WHERE COALESCE(s.serial_no, s.engine_no) IS NOT NULL
GROUP BY s._id - mod(s._id, 16777216), s.holder_id, s.serial_no, s.engine_no, s.model, s.bought, s.subsidy
HAVING count(*) > 1
UNION ALL
SELECT '医保住院结算' AS source, min(CAST(NULL AS VARCHAR)) AS village, min(s._id) AS first_id, max(s._id) AS last_id, count(*) AS n
FROM medical s
JOIN (
  SELECT _id - mod(_id, 16777216) - COALESCE(id_number_key, 0) - COALESCE(CAST(total_cost * 100 AS BIGINT), 0) * 7 AS mark
  FROM medical
  GROUP BY _id - mod(_id, 16777216) - COALESCE(id_number_key, 0) - COALESCE(CAST(total_cost * 100 AS BIGINT), 0) * 7
  HAVING count(*) > 1
) d ON d.mark = s._id - mod(s._id, 16777216) - COALESCE(s.id_number_key, 0) - COALESCE(CAST(s.total_cost * 100 AS BIGINT), 0) * 7
WHERE s.id_number IS NOT NULL
GROUP BY s._id - mod(s._id, 16777216), s.id_number, s.name, s.hospital, s.admitted, s.discharged, s.total_cost
HAVING count(*) > 1
UNION ALL
SELECT '高龄津贴' AS source, min(s.village) AS village, min(s._id) AS first_id, max(s._id) AS last_id, count(*) AS n
FROM old_age s
JOIN (
  SELECT _id - mod(_id, 16777216) - COALESCE(id_number_key, 0) - days_between(DATE '2000-01-01', month) * 1000000007 AS mark
  FROM old_age
  WHERE month IS NOT NULL
  GROUP BY _id - mod(_id, 16777216) - COALESCE(id_number_key, 0) - days_between(DATE '2000-01-01', month) * 1000000007
  HAVING count(*) > 1
) d ON d.mark = s._id - mod(s._id, 16777216) - COALESCE(s.id_number_key, 0) - days_between(DATE '2000-01-01', s.month) * 1000000007
WHERE s.month IS NOT NULL AND s.id_number IS NOT NULL
GROUP BY s._id - mod(s._id, 16777216), s.id_number, s.name, s.month, s.amount, s.account
HAVING count(*) > 1
UNION ALL
SELECT '党员名册' AS source, min(s.village) AS village, min(s._id) AS first_id, max(s._id) AS last_id, count(*) AS n
FROM party_member s
WHERE s.id_number IS NOT NULL
GROUP BY s._id - mod(s._id, 16777216), s.village, s.id_number, s.name
HAVING count(*) > 1
UNION ALL
SELECT '财政供养人员' AS source, min(CAST(NULL AS VARCHAR)) AS village, min(s._id) AS first_id, max(s._id) AS last_id, count(*) AS n
FROM payroll s
WHERE s.id_number IS NOT NULL
GROUP BY s._id - mod(s._id, 16777216), s.id_number, s.name, s.unit, s.post, s.start
HAVING count(*) > 1
UNION ALL
SELECT '养老待遇发放' AS source, min(CAST(NULL AS VARCHAR)) AS village, min(s._id) AS first_id, max(s._id) AS last_id, count(*) AS n
FROM pension s
JOIN (
  SELECT _id - mod(_id, 16777216) - COALESCE(id_number_key, 0) - days_between(DATE '2000-01-01', month) * 1000000007 AS mark
  FROM pension
  WHERE month IS NOT NULL
  GROUP BY _id - mod(_id, 16777216) - COALESCE(id_number_key, 0) - days_between(DATE '2000-01-01', month) * 1000000007
  HAVING count(*) > 1
) d ON d.mark = s._id - mod(s._id, 16777216) - COALESCE(s.id_number_key, 0) - days_between(DATE '2000-01-01', s.month) * 1000000007
WHERE s.month IS NOT NULL AND s.id_number IS NOT NULL
GROUP BY s._id - mod(s._id, 16777216), s.id_number, s.name, s.kind, s.month, s.amount, s.account
HAVING count(*) > 1
UNION ALL
SELECT '服刑人员' AS source, min(CAST(NULL AS VARCHAR)) AS village, min(s._id) AS first_id, max(s._id) AS last_id, count(*) AS n
FROM prison s
WHERE s.id_number IS NOT NULL
GROUP BY s._id - mod(s._id, 16777216), s.id_number, s.name, s.start
HAVING count(*) > 1
UNION ALL
SELECT '村级工程项目' AS source, min(s.village) AS village, min(s._id) AS first_id, max(s._id) AS last_id, count(*) AS n
FROM project s
WHERE 1 = 1
GROUP BY s._id - mod(s._id, 16777216), s.village, s.project_no, s.name, s.contractor
HAVING count(*) > 1
UNION ALL
SELECT '不动产' AS source, min(CAST(NULL AS VARCHAR)) AS village, min(s._id) AS first_id, max(s._id) AS last_id, count(*) AS n
FROM property s
WHERE 1 = 1
GROUP BY s._id - mod(s._id, 16777216), s.holder_id, s.location, s.registered, s.area_m2
HAVING count(*) > 1
UNION ALL
SELECT '公益性岗位' AS source, min(s.village) AS village, min(s._id) AS first_id, max(s._id) AS last_id, count(*) AS n
FROM public_post s
JOIN (
  SELECT _id - mod(_id, 16777216) - COALESCE(id_number_key, 0) - days_between(DATE '2000-01-01', month) * 1000000007 AS mark
  FROM public_post
  WHERE month IS NOT NULL
  GROUP BY _id - mod(_id, 16777216) - COALESCE(id_number_key, 0) - days_between(DATE '2000-01-01', month) * 1000000007
  HAVING count(*) > 1
) d ON d.mark = s._id - mod(s._id, 16777216) - COALESCE(s.id_number_key, 0) - days_between(DATE '2000-01-01', s.month) * 1000000007
WHERE s.month IS NOT NULL AND s.id_number IS NOT NULL
GROUP BY s._id - mod(s._id, 16777216), s.id_number, s.name, s.post, s.village, s.start, s.month
HAVING count(*) > 1
UNION ALL
SELECT '低保特困花名册' AS source, min(s.village) AS village, min(s._id) AS first_id, max(s._id) AS last_id, count(*) AS n
FROM relief s
JOIN (
  SELECT _id - mod(_id, 16777216) - COALESCE(id_number_key, 0) - COALESCE(head_id_number_key, 0) * 3 - days_between(DATE '2000-01-01', month) * 1000000007 AS mark
  FROM relief
  WHERE month IS NOT NULL
  GROUP BY _id - mod(_id, 16777216) - COALESCE(id_number_key, 0) - COALESCE(head_id_number_key, 0) * 3 - days_between(DATE '2000-01-01', month) * 1000000007
  HAVING count(*) > 1
) d ON d.mark = s._id - mod(s._id, 16777216) - COALESCE(s.id_number_key, 0) - COALESCE(s.head_id_number_key, 0) * 3 - days_between(DATE '2000-01-01', s.month) * 1000000007
WHERE s.month IS NOT NULL AND s.id_number IS NOT NULL
GROUP BY s._id - mod(s._id, 16777216), s.village, s.head_id_number, s.head_name, s.id_number, s.name, s.category, s.monthly_amount, s.start, s.month
HAVING count(*) > 1
UNION ALL
SELECT '易地搬迁安置' AS source, min(CAST(NULL AS VARCHAR)) AS village, min(s._id) AS first_id, max(s._id) AS last_id, count(*) AS n
FROM relocation s
WHERE s.id_number IS NOT NULL
GROUP BY s._id - mod(s._id, 16777216), s.id_number, s.name, s.household_no, s.site
HAVING count(*) > 1
UNION ALL
SELECT '户籍人口' AS source, min(s.village) AS village, min(s._id) AS first_id, max(s._id) AS last_id, count(*) AS n
FROM resident s
JOIN (
  SELECT _id - mod(_id, 16777216) - COALESCE(id_number_key, 0) AS mark
  FROM resident
  GROUP BY _id - mod(_id, 16777216) - COALESCE(id_number_key, 0)
  HAVING count(*) > 1
) d ON d.mark = s._id - mod(s._id, 16777216) - COALESCE(s.id_number_key, 0)
WHERE s.id_number IS NOT NULL
GROUP BY s._id - mod(s._id, 16777216), s.id_number, s.name, s.household_no, s.relation, s.status
HAVING count(*) > 1
UNION ALL
SELECT '机动车' AS source, min(CAST(NULL AS VARCHAR)) AS village, min(s._id) AS first_id, max(s._id) AS last_id, count(*) AS n
FROM vehicle s
WHERE 1 = 1
GROUP BY s._id - mod(s._id, 16777216), s.plate, s.owner_id, s.registered
HAVING count(*) > 1
UNION ALL
SELECT '三资·会计凭证(序时账)' AS source, min(s.village) AS village, min(s._id) AS first_id, max(s._id) AS last_id, count(*) AS n
FROM voucher s
WHERE s.entry_no IS NOT NULL
GROUP BY s._id - mod(s._id, 16777216), s.village, s.date, s.voucher_no, s.entry_no, s.summary, s.account_code, s.debit, s.credit
HAVING count(*) > 1
UNION ALL
SELECT '惠民惠农一卡通发放明细' AS source, min(s.village) AS village, min(s._id) AS first_id, max(s._id) AS last_id, count(*) AS n
FROM payment s
JOIN (
  SELECT _id - mod(_id, 16777216) - COALESCE(id_number_key, 0) - COALESCE(CAST(amount * 100 AS BIGINT), 0) * 7 - days_between(DATE '2000-01-01', COALESCE(month, paid_on)) * 1000000007 AS mark
  FROM payment
  WHERE amount > 0
  GROUP BY _id - mod(_id, 16777216) - COALESCE(id_number_key, 0) - COALESCE(CAST(amount * 100 AS BIGINT), 0) * 7 - days_between(DATE '2000-01-01', COALESCE(month, paid_on)) * 1000000007
  HAVING count(*) > 1
) d ON d.mark = s._id - mod(s._id, 16777216) - COALESCE(s.id_number_key, 0) - COALESCE(CAST(s.amount * 100 AS BIGINT), 0) * 7 - days_between(DATE '2000-01-01', COALESCE(s.month, s.paid_on)) * 1000000007
WHERE s.id_number_key IS NOT NULL AND s.amount > 0
GROUP BY s._id - mod(s._id, 16777216), s.id_number_key, s.program, s.month, s.paid_on, s.amount, s.quantity, s.name, s.account
HAVING count(*) > 1
)
SELECT
  CAST(r.last_id AS VARCHAR) AS subject,
  r.village,
  CAST(1 AS DOUBLE) AS confidence,
  r.last_id AS evidence_1,
  r.first_id AS evidence_2,
  r.source,
  r.n
FROM repeats r
