-- Rows whose number is another person's: the name beside it is unlike the owner's, by sound and by form (linkage decides that, as SQL
-- cannot). owner is the person of the number, other whoever the row speaks of.
-- over: cadre company company_person contract death disability discipline employment housing_grant kin land_right machinery medical monitored old_age party_member payment payroll pension prison property public_post relief relocation resident vehicle
SELECT '村干部' AS source, s.id_number_key AS owner, s.person AS other, s.name AS name, s.id_number AS number, s.village AS village, s._id AS id
FROM cadre s
WHERE s.person_method = 'shared'
UNION ALL
SELECT '市场主体' AS source, s.legal_rep_id_key AS owner, s.legal_rep_entity AS other, s.legal_rep AS name, s.legal_rep_id AS number, CAST(NULL AS VARCHAR) AS village, s._id AS id
FROM company s
WHERE s.legal_rep_entity_method = 'shared'
UNION ALL
SELECT '股东与主要人员' AS source, s.id_number_key AS owner, s.person AS other, s.name AS name, s.id_number AS number, CAST(NULL AS VARCHAR) AS village, s._id AS id
FROM company_person s
WHERE s.person_method = 'shared'
UNION ALL
SELECT '三资·合同台账' AS source, s.party_id_key AS owner, s.party_entity AS other, s.party AS name, s.party_id AS number, s.village AS village, s._id AS id
FROM contract s
WHERE s.party_entity_method = 'shared'
UNION ALL
SELECT '死亡人口' AS source, s.id_number_key AS owner, s.person AS other, s.name AS name, s.id_number AS number, s.village AS village, s._id AS id
FROM death s
WHERE s.person_method = 'shared'
UNION ALL
SELECT '残疾人两项补贴' AS source, s.id_number_key AS owner, s.person AS other, s.name AS name, s.id_number AS number, CAST(NULL AS VARCHAR) AS village, s._id AS id
FROM disability s
WHERE s.person_method = 'shared'
UNION ALL
SELECT '监督执纪结果' AS source, s.id_number_key AS owner, s.person AS other, s.name AS name, s.id_number AS number, s.village AS village, s._id AS id
FROM discipline s
WHERE s.person_method = 'shared'
UNION ALL
SELECT '职工参保' AS source, s.id_number_key AS owner, s.person AS other, s.name AS name, s.id_number AS number, CAST(NULL AS VARCHAR) AS village, s._id AS id
FROM employment s
WHERE s.person_method = 'shared'
UNION ALL
SELECT '农村危房改造' AS source, s.id_number_key AS owner, s.person AS other, s.name AS name, s.id_number AS number, s.village AS village, s._id AS id
FROM housing_grant s
WHERE s.person_method = 'shared'
UNION ALL
SELECT '村干部近亲属' AS source, s.cadre_id_number_key AS owner, s.cadre AS other, s.cadre_name AS name, s.cadre_id_number AS number, s.village AS village, s._id AS id
FROM kin s
WHERE s.cadre_method = 'shared'
UNION ALL
SELECT '村干部近亲属' AS source, s.kin_id_number_key AS owner, s.kin AS other, s.kin_name AS name, s.kin_id_number AS number, s.village AS village, s._id AS id
FROM kin s
WHERE s.kin_method = 'shared'
UNION ALL
SELECT '土地承包确权' AS source, s.head_id_number_key AS owner, s.head AS other, s.head_name AS name, s.head_id_number AS number, s.village AS village, s._id AS id
FROM land_right s
WHERE s.head_method = 'shared'
UNION ALL
SELECT '农机购置补贴' AS source, s.holder_id_key AS owner, s.holder AS other, s.name AS name, s.holder_id AS number, s.village AS village, s._id AS id
FROM machinery s
WHERE s.holder_method = 'shared'
UNION ALL
SELECT '医保住院结算' AS source, s.id_number_key AS owner, s.person AS other, s.name AS name, s.id_number AS number, CAST(NULL AS VARCHAR) AS village, s._id AS id
FROM medical s
WHERE s.person_method = 'shared'
UNION ALL
SELECT '脱贫户与监测户' AS source, s.head_id_number_key AS owner, s.head AS other, s.head_name AS name, s.head_id_number AS number, s.village AS village, s._id AS id
FROM monitored s
WHERE s.head_method = 'shared'
UNION ALL
SELECT '脱贫户与监测户' AS source, s.id_number_key AS owner, s.person AS other, s.name AS name, s.id_number AS number, s.village AS village, s._id AS id
FROM monitored s
WHERE s.person_method = 'shared'
UNION ALL
SELECT '高龄津贴' AS source, s.id_number_key AS owner, s.person AS other, s.name AS name, s.id_number AS number, s.village AS village, s._id AS id
FROM old_age s
WHERE s.person_method = 'shared'
UNION ALL
SELECT '党员名册' AS source, s.id_number_key AS owner, s.person AS other, s.name AS name, s.id_number AS number, s.village AS village, s._id AS id
FROM party_member s
WHERE s.person_method = 'shared'
UNION ALL
SELECT '惠民惠农一卡通发放明细' AS source, s.id_number_key AS owner, s.person AS other, s.name AS name, s.id_number AS number, s.village AS village, s._id AS id
FROM payment s
WHERE s.person_method = 'shared'
UNION ALL
SELECT '财政供养人员' AS source, s.id_number_key AS owner, s.person AS other, s.name AS name, s.id_number AS number, CAST(NULL AS VARCHAR) AS village, s._id AS id
FROM payroll s
WHERE s.person_method = 'shared'
UNION ALL
SELECT '养老待遇发放' AS source, s.id_number_key AS owner, s.person AS other, s.name AS name, s.id_number AS number, CAST(NULL AS VARCHAR) AS village, s._id AS id
FROM pension s
WHERE s.person_method = 'shared'
UNION ALL
SELECT '服刑人员' AS source, s.id_number_key AS owner, s.person AS other, s.name AS name, s.id_number AS number, CAST(NULL AS VARCHAR) AS village, s._id AS id
FROM prison s
WHERE s.person_method = 'shared'
UNION ALL
SELECT '不动产' AS source, s.holder_id_key AS owner, s.holder AS other, s.holder_name AS name, s.holder_id AS number, CAST(NULL AS VARCHAR) AS village, s._id AS id
FROM property s
WHERE s.holder_method = 'shared'
UNION ALL
SELECT '公益性岗位' AS source, s.id_number_key AS owner, s.person AS other, s.name AS name, s.id_number AS number, s.village AS village, s._id AS id
FROM public_post s
WHERE s.person_method = 'shared'
UNION ALL
SELECT '低保特困花名册' AS source, s.head_id_number_key AS owner, s.head AS other, s.head_name AS name, s.head_id_number AS number, s.village AS village, s._id AS id
FROM relief s
WHERE s.head_method = 'shared'
UNION ALL
SELECT '低保特困花名册' AS source, s.id_number_key AS owner, s.person AS other, s.name AS name, s.id_number AS number, s.village AS village, s._id AS id
FROM relief s
WHERE s.person_method = 'shared'
UNION ALL
SELECT '易地搬迁安置' AS source, s.id_number_key AS owner, s.person AS other, s.name AS name, s.id_number AS number, CAST(NULL AS VARCHAR) AS village, s._id AS id
FROM relocation s
WHERE s.person_method = 'shared'
UNION ALL
SELECT '户籍人口' AS source, s.id_number_key AS owner, s.person AS other, s.name AS name, s.id_number AS number, s.village AS village, s._id AS id
FROM resident s
WHERE s.person_method = 'shared'
UNION ALL
SELECT '机动车' AS source, s.owner_id_key AS owner, s.owner AS other, s.owner_name AS name, s.owner_id AS number, CAST(NULL AS VARCHAR) AS village, s._id AS id
FROM vehicle s
WHERE s.owner_method = 'shared'
