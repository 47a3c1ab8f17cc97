-- What names each source writes beside each valid person number, with one row as an example.
-- over: cadre company company_person contract death disability discipline employment housing_grant kin land_right machinery medical monitored old_age party_member payment payroll pension prison property public_post relief relocation resident vehicle
SELECT '村干部' AS source, s.id_number_key AS person, s.name AS name, min(s.id_number) AS number, min(s.village) AS village, min(s._id) AS id, count(*) AS n
FROM cadre s
WHERE s.id_number_key IS NOT NULL AND s.name IS NOT NULL
GROUP BY s.id_number_key, s.name
UNION ALL
SELECT '市场主体' AS source, s.legal_rep_id_key AS person, s.legal_rep AS name, min(s.legal_rep_id) AS number, min(CAST(NULL AS VARCHAR)) AS village, min(s._id) AS id, count(*) AS n
FROM company s
WHERE s.legal_rep_id_key IS NOT NULL AND s.legal_rep IS NOT NULL
GROUP BY s.legal_rep_id_key, s.legal_rep
UNION ALL
SELECT '股东与主要人员' AS source, s.id_number_key AS person, s.name AS name, min(s.id_number) AS number, min(CAST(NULL AS VARCHAR)) AS village, min(s._id) AS id, count(*) AS n
FROM company_person s
WHERE s.id_number_key IS NOT NULL AND s.name IS NOT NULL
GROUP BY s.id_number_key, s.name
UNION ALL
SELECT '三资·合同台账' AS source, s.party_id_key AS person, s.party AS name, min(s.party_id) AS number, min(s.village) AS village, min(s._id) AS id, count(*) AS n
FROM contract s
WHERE s.party_id_key IS NOT NULL AND s.party IS NOT NULL AND length(s.party) <= 4 AND translate(s.party_id, 'ABCDEFGHIJKLMNOPQRSTUVWYZ', '') = s.party_id
GROUP BY s.party_id_key, s.party
UNION ALL
SELECT '死亡人口' AS source, s.id_number_key AS person, s.name AS name, min(s.id_number) AS number, min(s.village) AS village, min(s._id) AS id, count(*) AS n
FROM death s
WHERE s.id_number_key IS NOT NULL AND s.name IS NOT NULL
GROUP BY s.id_number_key, s.name
UNION ALL
SELECT '残疾人两项补贴' AS source, s.id_number_key AS person, s.name AS name, min(s.id_number) AS number, min(CAST(NULL AS VARCHAR)) AS village, min(s._id) AS id, count(*) AS n
FROM disability s
WHERE s.id_number_key IS NOT NULL AND s.name IS NOT NULL
GROUP BY s.id_number_key, s.name
UNION ALL
SELECT '监督执纪结果' AS source, s.id_number_key AS person, s.name AS name, min(s.id_number) AS number, min(s.village) AS village, min(s._id) AS id, count(*) AS n
FROM discipline s
WHERE s.id_number_key IS NOT NULL AND s.name IS NOT NULL
GROUP BY s.id_number_key, s.name
UNION ALL
SELECT '职工参保' AS source, s.id_number_key AS person, s.name AS name, min(s.id_number) AS number, min(CAST(NULL AS VARCHAR)) AS village, min(s._id) AS id, count(*) AS n
FROM employment s
WHERE s.id_number_key IS NOT NULL AND s.name IS NOT NULL
GROUP BY s.id_number_key, s.name
UNION ALL
SELECT '农村危房改造' AS source, s.id_number_key AS person, s.name AS name, min(s.id_number) AS number, min(s.village) AS village, min(s._id) AS id, count(*) AS n
FROM housing_grant s
WHERE s.id_number_key IS NOT NULL AND s.name IS NOT NULL
GROUP BY s.id_number_key, s.name
UNION ALL
SELECT '村干部近亲属' AS source, s.cadre_id_number_key AS person, s.cadre_name AS name, min(s.cadre_id_number) AS number, min(s.village) AS village, min(s._id) AS id, count(*) AS n
FROM kin s
WHERE s.cadre_id_number_key IS NOT NULL AND s.cadre_name IS NOT NULL
GROUP BY s.cadre_id_number_key, s.cadre_name
UNION ALL
SELECT '村干部近亲属' AS source, s.kin_id_number_key AS person, s.kin_name AS name, min(s.kin_id_number) AS number, min(s.village) AS village, min(s._id) AS id, count(*) AS n
FROM kin s
WHERE s.kin_id_number_key IS NOT NULL AND s.kin_name IS NOT NULL
GROUP BY s.kin_id_number_key, s.kin_name
UNION ALL
SELECT '土地承包确权' AS source, s.head_id_number_key AS person, s.head_name AS name, min(s.head_id_number) AS number, min(s.village) AS village, min(s._id) AS id, count(*) AS n
FROM land_right s
WHERE s.head_id_number_key IS NOT NULL AND s.head_name IS NOT NULL
GROUP BY s.head_id_number_key, s.head_name
UNION ALL
SELECT '农机购置补贴' AS source, s.holder_id_key AS person, s.name AS name, min(s.holder_id) AS number, min(s.village) AS village, min(s._id) AS id, count(*) AS n
FROM machinery s
WHERE s.holder_id_key IS NOT NULL AND s.name IS NOT NULL AND length(s.name) <= 4 AND translate(s.holder_id, 'ABCDEFGHIJKLMNOPQRSTUVWYZ', '') = s.holder_id
GROUP BY s.holder_id_key, s.name
UNION ALL
SELECT '医保住院结算' AS source, s.id_number_key AS person, s.name AS name, min(s.id_number) AS number, min(CAST(NULL AS VARCHAR)) AS village, min(s._id) AS id, count(*) AS n
FROM medical s
WHERE s.id_number_key IS NOT NULL AND s.name IS NOT NULL
GROUP BY s.id_number_key, s.name
UNION ALL
SELECT '脱贫户与监测户' AS source, s.head_id_number_key AS person, s.head_name AS name, min(s.head_id_number) AS number, min(s.village) AS village, min(s._id) AS id, count(*) AS n
FROM monitored s
WHERE s.head_id_number_key IS NOT NULL AND s.head_name IS NOT NULL
GROUP BY s.head_id_number_key, s.head_name
UNION ALL
SELECT '脱贫户与监测户' AS source, s.id_number_key AS person, s.name AS name, min(s.id_number) AS number, min(s.village) AS village, min(s._id) AS id, count(*) AS n
FROM monitored s
WHERE s.id_number_key IS NOT NULL AND s.name IS NOT NULL
GROUP BY s.id_number_key, s.name
UNION ALL
SELECT '高龄津贴' AS source, s.id_number_key AS person, s.name AS name, min(s.id_number) AS number, min(s.village) AS village, min(s._id) AS id, count(*) AS n
FROM old_age s
WHERE s.id_number_key IS NOT NULL AND s.name IS NOT NULL
GROUP BY s.id_number_key, s.name
UNION ALL
SELECT '党员名册' AS source, s.id_number_key AS person, s.name AS name, min(s.id_number) AS number, min(s.village) AS village, min(s._id) AS id, count(*) AS n
FROM party_member s
WHERE s.id_number_key IS NOT NULL AND s.name IS NOT NULL
GROUP BY s.id_number_key, s.name
UNION ALL
SELECT '惠民惠农一卡通发放明细' AS source, s.id_number_key AS person, s.name AS name, min(s.id_number) AS number, min(s.village) AS village, min(s._id) AS id, count(*) AS n
FROM payment s
WHERE s.id_number_key IS NOT NULL AND s.name IS NOT NULL
GROUP BY s.id_number_key, s.name
UNION ALL
SELECT '财政供养人员' AS source, s.id_number_key AS person, s.name AS name, min(s.id_number) AS number, min(CAST(NULL AS VARCHAR)) AS village, min(s._id) AS id, count(*) AS n
FROM payroll s
WHERE s.id_number_key IS NOT NULL AND s.name IS NOT NULL
GROUP BY s.id_number_key, s.name
UNION ALL
SELECT '养老待遇发放' AS source, s.id_number_key AS person, s.name AS name, min(s.id_number) AS number, min(CAST(NULL AS VARCHAR)) AS village, min(s._id) AS id, count(*) AS n
FROM pension s
WHERE s.id_number_key IS NOT NULL AND s.name IS NOT NULL
GROUP BY s.id_number_key, s.name
UNION ALL
SELECT '服刑人员' AS source, s.id_number_key AS person, s.name AS name, min(s.id_number) AS number, min(CAST(NULL AS VARCHAR)) AS village, min(s._id) AS id, count(*) AS n
FROM prison s
WHERE s.id_number_key IS NOT NULL AND s.name IS NOT NULL
GROUP BY s.id_number_key, s.name
UNION ALL
SELECT '不动产' AS source, s.holder_id_key AS person, s.holder_name AS name, min(s.holder_id) AS number, min(CAST(NULL AS VARCHAR)) AS village, min(s._id) AS id, count(*) AS n
FROM property s
WHERE s.holder_id_key IS NOT NULL AND s.holder_name IS NOT NULL AND length(s.holder_name) <= 4 AND translate(s.holder_id, 'ABCDEFGHIJKLMNOPQRSTUVWYZ', '') = s.holder_id
GROUP BY s.holder_id_key, s.holder_name
UNION ALL
SELECT '公益性岗位' AS source, s.id_number_key AS person, s.name AS name, min(s.id_number) AS number, min(s.village) AS village, min(s._id) AS id, count(*) AS n
FROM public_post s
WHERE s.id_number_key IS NOT NULL AND s.name IS NOT NULL
GROUP BY s.id_number_key, s.name
UNION ALL
SELECT '低保特困花名册' AS source, s.head_id_number_key AS person, s.head_name AS name, min(s.head_id_number) AS number, min(s.village) AS village, min(s._id) AS id, count(*) AS n
FROM relief s
WHERE s.head_id_number_key IS NOT NULL AND s.head_name IS NOT NULL
GROUP BY s.head_id_number_key, s.head_name
UNION ALL
SELECT '低保特困花名册' AS source, s.id_number_key AS person, s.name AS name, min(s.id_number) AS number, min(s.village) AS village, min(s._id) AS id, count(*) AS n
FROM relief s
WHERE s.id_number_key IS NOT NULL AND s.name IS NOT NULL
GROUP BY s.id_number_key, s.name
UNION ALL
SELECT '易地搬迁安置' AS source, s.id_number_key AS person, s.name AS name, min(s.id_number) AS number, min(CAST(NULL AS VARCHAR)) AS village, min(s._id) AS id, count(*) AS n
FROM relocation s
WHERE s.id_number_key IS NOT NULL AND s.name IS NOT NULL
GROUP BY s.id_number_key, s.name
UNION ALL
SELECT '户籍人口' AS source, s.id_number_key AS person, s.name AS name, min(s.id_number) AS number, min(s.village) AS village, min(s._id) AS id, count(*) AS n
FROM resident s
WHERE s.id_number_key IS NOT NULL AND s.name IS NOT NULL
GROUP BY s.id_number_key, s.name
UNION ALL
SELECT '机动车' AS source, s.owner_id_key AS person, s.owner_name AS name, min(s.owner_id) AS number, min(CAST(NULL AS VARCHAR)) AS village, min(s._id) AS id, count(*) AS n
FROM vehicle s
WHERE s.owner_id_key IS NOT NULL AND s.owner_name IS NOT NULL AND length(s.owner_name) <= 4 AND translate(s.owner_id, 'ABCDEFGHIJKLMNOPQRSTUVWYZ', '') = s.owner_id
GROUP BY s.owner_id_key, s.owner_name
