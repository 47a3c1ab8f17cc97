-- Every person number and organisation code that is not what it should be, of all sources that have one. kind is what the field should
-- hold; where it may hold either, a letter other than X speaks for a code. State as in docs/formats.md;
-- of a field that may hold either, what is masked or lost is said so whatever it was taken for.
-- over: bid cadre company company_person contract death disability discipline employment housing_grant kin kin_filing land_right machinery medical monitored old_age party_member payment payroll pension prison project property public_post relief relocation resident vehicle
SELECT '投标记录' AS source, '投标人信用代码' AS field, 'organisation' AS kind, s._id AS id, CAST(NULL AS VARCHAR) AS village, s.bidder AS name, s.bidder_uscc AS number, s.bidder_uscc_state AS state
FROM bid s
WHERE s.bidder_uscc_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '村干部' AS source, '身份证号' AS field, 'person' AS kind, s._id AS id, s.village AS village, s.name AS name, s.id_number AS number, s.id_number_state AS state
FROM cadre s
WHERE s.id_number_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '市场主体' AS source, '统一社会信用代码' AS field, 'organisation' AS kind, s._id AS id, CAST(NULL AS VARCHAR) AS village, s.name AS name, s.uscc AS number, s.uscc_state AS state
FROM company s
WHERE s.uscc_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '市场主体' AS source, '法定代表人证件号' AS field, 'person' AS kind, s._id AS id, CAST(NULL AS VARCHAR) AS village, s.legal_rep AS name, s.legal_rep_id AS number, s.legal_rep_id_state AS state
FROM company s
WHERE s.legal_rep_id_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '股东与主要人员' AS source, '统一社会信用代码' AS field, 'organisation' AS kind, s._id AS id, CAST(NULL AS VARCHAR) AS village, s.company_name AS name, s.uscc AS number, s.uscc_state AS state
FROM company_person s
WHERE s.uscc_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '股东与主要人员' AS source, '身份证号' AS field, 'person' AS kind, s._id AS id, CAST(NULL AS VARCHAR) AS village, s.name AS name, s.id_number AS number, s.id_number_state AS state
FROM company_person s
WHERE s.id_number_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '三资·合同台账' AS source, '承包方证件号' AS field, CASE WHEN s.party_id LIKE '%*%' OR s.party_id LIKE '%E+%' THEN 'person' WHEN translate(s.party_id, 'ABCDEFGHIJKLMNOPQRSTUVWYZ', '') <> s.party_id THEN 'organisation' ELSE 'person' END AS kind, s._id AS id, s.village AS village, s.party AS name, s.party_id AS number, CASE WHEN s.party_id LIKE '%*%' THEN 'masked' WHEN s.party_id LIKE '%E+%' THEN 'lost' ELSE s.party_id_state END AS state
FROM contract s
WHERE s.party_id_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '死亡人口' AS source, '身份证号' AS field, 'person' AS kind, s._id AS id, s.village AS village, s.name AS name, s.id_number AS number, s.id_number_state AS state
FROM death s
WHERE s.id_number_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '残疾人两项补贴' AS source, '身份证号或残疾证号' AS field, 'person' AS kind, s._id AS id, CAST(NULL AS VARCHAR) AS village, s.name AS name, s.id_number AS number, s.id_number_state AS state
FROM disability s
WHERE s.id_number_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '监督执纪结果' AS source, '身份证号' AS field, 'person' AS kind, s._id AS id, s.village AS village, s.name AS name, s.id_number AS number, s.id_number_state AS state
FROM discipline s
WHERE s.id_number_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '职工参保' AS source, '身份证号' AS field, 'person' AS kind, s._id AS id, CAST(NULL AS VARCHAR) AS village, s.name AS name, s.id_number AS number, s.id_number_state AS state
FROM employment s
WHERE s.id_number_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '职工参保' AS source, '单位信用代码' AS field, 'organisation' AS kind, s._id AS id, CAST(NULL AS VARCHAR) AS village, s.unit_name AS name, s.unit_uscc AS number, s.unit_uscc_state AS state
FROM employment s
WHERE s.unit_uscc_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '农村危房改造' AS source, '身份证号' AS field, 'person' AS kind, s._id AS id, s.village AS village, s.name AS name, s.id_number AS number, s.id_number_state AS state
FROM housing_grant s
WHERE s.id_number_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '村干部近亲属' AS source, '干部身份证号' AS field, 'person' AS kind, s._id AS id, s.village AS village, s.cadre_name AS name, s.cadre_id_number AS number, s.cadre_id_number_state AS state
FROM kin s
WHERE s.cadre_id_number_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '村干部近亲属' AS source, '亲属身份证号' AS field, 'person' AS kind, s._id AS id, s.village AS village, s.kin_name AS name, s.kin_id_number AS number, s.kin_id_number_state AS state
FROM kin s
WHERE s.kin_id_number_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '近亲属享受救助备案' AS source, '干部身份证号' AS field, 'person' AS kind, s._id AS id, CAST(NULL AS VARCHAR) AS village, CAST(NULL AS VARCHAR) AS name, s.cadre_id_number AS number, s.cadre_id_number_state AS state
FROM kin_filing s
WHERE s.cadre_id_number_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '近亲属享受救助备案' AS source, '享受人身份证号' AS field, 'person' AS kind, s._id AS id, CAST(NULL AS VARCHAR) AS village, CAST(NULL AS VARCHAR) AS name, s.beneficiary_id_number AS number, s.beneficiary_id_number_state AS state
FROM kin_filing s
WHERE s.beneficiary_id_number_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '土地承包确权' AS source, '承包方代表证件号' AS field, 'person' AS kind, s._id AS id, s.village AS village, s.head_name AS name, s.head_id_number AS number, s.head_id_number_state AS state
FROM land_right s
WHERE s.head_id_number_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '农机购置补贴' AS source, '购机者证件号' AS field, CASE WHEN s.holder_id LIKE '%*%' OR s.holder_id LIKE '%E+%' THEN 'person' WHEN translate(s.holder_id, 'ABCDEFGHIJKLMNOPQRSTUVWYZ', '') <> s.holder_id THEN 'organisation' ELSE 'person' END AS kind, s._id AS id, s.village AS village, s.name AS name, s.holder_id AS number, CASE WHEN s.holder_id LIKE '%*%' THEN 'masked' WHEN s.holder_id LIKE '%E+%' THEN 'lost' ELSE s.holder_id_state END AS state
FROM machinery s
WHERE s.holder_id_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '医保住院结算' AS source, '身份证号' AS field, 'person' AS kind, s._id AS id, CAST(NULL AS VARCHAR) AS village, s.name AS name, s.id_number AS number, s.id_number_state AS state
FROM medical s
WHERE s.id_number_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '脱贫户与监测户' AS source, '户主身份证号' AS field, 'person' AS kind, s._id AS id, s.village AS village, s.head_name AS name, s.head_id_number AS number, s.head_id_number_state AS state
FROM monitored s
WHERE s.head_id_number_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '脱贫户与监测户' AS source, '成员身份证号' AS field, 'person' AS kind, s._id AS id, s.village AS village, s.name AS name, s.id_number AS number, s.id_number_state AS state
FROM monitored s
WHERE s.id_number_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '高龄津贴' AS source, '身份证号' AS field, 'person' AS kind, s._id AS id, s.village AS village, s.name AS name, s.id_number AS number, s.id_number_state AS state
FROM old_age s
WHERE s.id_number_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '党员名册' AS source, '身份证号' AS field, 'person' AS kind, s._id AS id, s.village AS village, s.name AS name, s.id_number AS number, s.id_number_state AS state
FROM party_member s
WHERE s.id_number_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '惠民惠农一卡通发放明细' AS source, '身份证号' AS field, 'person' AS kind, s._id AS id, s.village AS village, s.name AS name, s.id_number AS number, s.id_number_state AS state
FROM payment s
WHERE s.id_number_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '财政供养人员' AS source, '身份证号' AS field, 'person' AS kind, s._id AS id, CAST(NULL AS VARCHAR) AS village, s.name AS name, s.id_number AS number, s.id_number_state AS state
FROM payroll s
WHERE s.id_number_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '养老待遇发放' AS source, '身份证号' AS field, 'person' AS kind, s._id AS id, CAST(NULL AS VARCHAR) AS village, s.name AS name, s.id_number AS number, s.id_number_state AS state
FROM pension s
WHERE s.id_number_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '服刑人员' AS source, '身份证号' AS field, 'person' AS kind, s._id AS id, CAST(NULL AS VARCHAR) AS village, s.name AS name, s.id_number AS number, s.id_number_state AS state
FROM prison s
WHERE s.id_number_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '村级工程项目' AS source, '施工单位信用代码' AS field, 'organisation' AS kind, s._id AS id, s.village AS village, s.contractor AS name, s.contractor_uscc AS number, s.contractor_uscc_state AS state
FROM project s
WHERE s.contractor_uscc_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '不动产' AS source, '权利人证件号' AS field, CASE WHEN s.holder_id LIKE '%*%' OR s.holder_id LIKE '%E+%' THEN 'person' WHEN translate(s.holder_id, 'ABCDEFGHIJKLMNOPQRSTUVWYZ', '') <> s.holder_id THEN 'organisation' ELSE 'person' END AS kind, s._id AS id, CAST(NULL AS VARCHAR) AS village, s.holder_name AS name, s.holder_id AS number, CASE WHEN s.holder_id LIKE '%*%' THEN 'masked' WHEN s.holder_id LIKE '%E+%' THEN 'lost' ELSE s.holder_id_state END AS state
FROM property s
WHERE s.holder_id_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '公益性岗位' AS source, '身份证号' AS field, 'person' AS kind, s._id AS id, s.village AS village, s.name AS name, s.id_number AS number, s.id_number_state AS state
FROM public_post s
WHERE s.id_number_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '低保特困花名册' AS source, '户主身份证号' AS field, 'person' AS kind, s._id AS id, s.village AS village, s.head_name AS name, s.head_id_number AS number, s.head_id_number_state AS state
FROM relief s
WHERE s.head_id_number_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '低保特困花名册' AS source, '成员身份证号' AS field, 'person' AS kind, s._id AS id, s.village AS village, s.name AS name, s.id_number AS number, s.id_number_state AS state
FROM relief s
WHERE s.id_number_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '易地搬迁安置' AS source, '身份证号' AS field, 'person' AS kind, s._id AS id, CAST(NULL AS VARCHAR) AS village, s.name AS name, s.id_number AS number, s.id_number_state AS state
FROM relocation s
WHERE s.id_number_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '户籍人口' AS source, '公民身份号码' AS field, 'person' AS kind, s._id AS id, s.village AS village, s.name AS name, s.id_number AS number, s.id_number_state AS state
FROM resident s
WHERE s.id_number_state NOT IN ('ok', 'ok15', 'empty')
UNION ALL
SELECT '机动车' AS source, '所有人证件号' AS field, CASE WHEN s.owner_id LIKE '%*%' OR s.owner_id LIKE '%E+%' THEN 'person' WHEN translate(s.owner_id, 'ABCDEFGHIJKLMNOPQRSTUVWYZ', '') <> s.owner_id THEN 'organisation' ELSE 'person' END AS kind, s._id AS id, CAST(NULL AS VARCHAR) AS village, s.owner_name AS name, s.owner_id AS number, CASE WHEN s.owner_id LIKE '%*%' THEN 'masked' WHEN s.owner_id LIKE '%E+%' THEN 'lost' ELSE s.owner_id_state END AS state
FROM vehicle s
WHERE s.owner_id_state NOT IN ('ok', 'ok15', 'empty')
