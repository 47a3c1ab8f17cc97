WITH tied AS (
  SELECT e.a AS person, e.b AS org, e.tie, e.p, e.evidence
  FROM edge e
  WHERE e.tie IN ('legal_rep', 'shareholder', 'executive')
),
registered AS (
  SELECT DISTINCT org FROM tied WHERE tie = 'legal_rep'
),
offices AS (
  SELECT org, max(replace(address, ' ', '')) AS address, max(translate(phone, ' -+', '')) AS phone, max(_id) AS row_id
  FROM company
  WHERE org IS NOT NULL
  GROUP BY org
),
bidders AS (
  SELECT
    b.*,
    o.row_id AS office_row,
    COALESCE(b.phone, o.phone) AS any_phone,
    COALESCE(b.address, o.address) AS any_address
  FROM bid_current b
  LEFT JOIN offices o ON o.org = b.bidder_entity
),
seen AS (
  SELECT 'phone' AS what, any_phone AS value, bidder_key AS who FROM bidders
  UNION
  SELECT 'address' AS what, any_address AS value, bidder_key AS who FROM bidders
  UNION
  SELECT 'phone' AS what, phone AS value, 'E' || CAST(org AS VARCHAR) AS who FROM offices
  UNION
  SELECT 'address' AS what, address AS value, 'E' || CAST(org AS VARCHAR) AS who FROM offices
),
crowded AS (
  SELECT s.what, s.value
  FROM seen s
  WHERE s.value IS NOT NULL
  GROUP BY s.what, s.value
  HAVING count(*) >= (SELECT max(m.value) FROM param_many m WHERE as_of() BETWEEN m.valid_from AND m.valid_to)
),
known AS (
  SELECT DISTINCT b.any_address AS value
  FROM bidders b
  JOIN param_addresses a ON as_of() BETWEEN a.valid_from AND a.valid_to AND b.any_address LIKE '%' || a.value || '%'
),
fronts AS ( -- how many bidders a contact's name stands for, and how many people of the county bear it
  SELECT contact, count(DISTINCT bidder_key) AS bidders FROM bidders WHERE contact IS NOT NULL GROUP BY contact
),
namesakes AS (
  SELECT e.name, count(*) AS people FROM entity e JOIN fronts f ON f.contact = e.name WHERE e.kind = 'person' GROUP BY e.name
),
pairs AS (
  SELECT a.project_no, a.id AS a_id, b.id AS b_id, a.bidder AS a_name, b.bidder AS b_name,
    a.bidder_entity AS a_org, b.bidder_entity AS b_org, COALESCE(a.bidder_entity_p, 1) * COALESCE(b.bidder_entity_p, 1) AS p,
    a.legal_rep AS a_rep, b.legal_rep AS b_rep, a.contact AS a_contact, b.contact AS b_contact,
    a.any_phone AS a_phone, b.any_phone AS b_phone, a.any_address AS a_address, b.any_address AS b_address,
    a.office_row AS a_office, b.office_row AS b_office
  FROM bidders a
  JOIN bidders b ON b.project_no = a.project_no AND a.bidder_key < b.bidder_key AND a.bidder <> b.bidder
),
reasons AS (
  SELECT q.project_no, q.a_id, q.b_id, q.a_name, q.b_name,
    CASE WHEN x.tie = 'legal_rep' AND y.tie = 'legal_rep' THEN '法定代表人相同' ELSE '股东或高管相同' END AS reason,
    'orange' AS grade, q.p * x.p * y.p AS confidence, x.evidence AS row_1, y.evidence AS row_2
  FROM pairs q
  JOIN tied x ON x.org = q.a_org
  JOIN tied y ON y.org = q.b_org AND y.person = x.person
  UNION ALL
  SELECT q.project_no, q.a_id, q.b_id, q.a_name, q.b_name, '相互持股' AS reason, 'orange' AS grade, q.p * x.p AS confidence, x.evidence AS row_1, CAST(NULL AS BIGINT) AS row_2
  FROM pairs q
  JOIN tied x ON (x.person = q.a_org AND x.org = q.b_org) OR (x.person = q.b_org AND x.org = q.a_org)
  UNION ALL
  SELECT q.project_no, q.a_id, q.b_id, q.a_name, q.b_name, '法定代表人同名' AS reason, 'yellow' AS grade, CAST(1 AS DOUBLE) AS confidence, CAST(NULL AS BIGINT) AS row_1, CAST(NULL AS BIGINT) AS row_2
  FROM pairs q
  LEFT JOIN registered r ON r.org = q.a_org
  LEFT JOIN registered s ON s.org = q.b_org
  WHERE q.a_rep = q.b_rep AND length(q.a_rep) >= 2 AND (r.org IS NULL OR s.org IS NULL)
  UNION ALL
  SELECT q.project_no, q.a_id, q.b_id, q.a_name, q.b_name, '联系人同名' AS reason, 'yellow' AS grade, CAST(1 AS DOUBLE) AS confidence, CAST(NULL AS BIGINT) AS row_1, CAST(NULL AS BIGINT) AS row_2
  FROM pairs q
  JOIN fronts f ON f.contact = q.a_contact
  LEFT JOIN namesakes s ON s.name = q.a_contact
  WHERE q.a_contact = q.b_contact AND length(q.a_contact) >= 2
    -- two phones speak for two people, but where hardly anybody bears the name
    AND (q.a_phone IS NULL OR q.b_phone IS NULL OR q.a_phone = q.b_phone OR (length(q.a_contact) >= 3 AND f.bidders <= 2 AND COALESCE(s.people, 0) <= 1))
  UNION ALL
  SELECT q.project_no, q.a_id, q.b_id, q.a_name, q.b_name, '电话相同' AS reason, 'orange' AS grade, CAST(1 AS DOUBLE) AS confidence, q.a_office AS row_1, q.b_office AS row_2
  FROM pairs q
  LEFT JOIN crowded c ON c.what = 'phone' AND c.value = q.a_phone
  WHERE q.a_phone = q.b_phone AND length(q.a_phone) >= 7 AND c.value IS NULL
  UNION ALL
  SELECT q.project_no, q.a_id, q.b_id, q.a_name, q.b_name, '地址相同' AS reason, 'orange' AS grade, CAST(1 AS DOUBLE) AS confidence, q.a_office AS row_1, q.b_office AS row_2
  FROM pairs q
  LEFT JOIN crowded c ON c.what = 'address' AND c.value = q.a_address
  LEFT JOIN known k ON k.value = q.a_address
  WHERE q.a_address = q.b_address AND length(q.a_address) >= 6 AND c.value IS NULL AND k.value IS NULL
)
SELECT
  r.project_no AS subject,
  p.village,
  p.award AS amount,
  p.dated_on AS first_date,
  p.dated_on AS last_date,
  r.confidence,
  r.grade,
  COALESCE(p.id, r.a_id) AS evidence_1,
  r.a_id AS evidence_2,
  r.b_id AS evidence_3,
  r.row_1 AS evidence_4,
  r.row_2 AS evidence_5,
  COALESCE(p.name, r.project_no) AS subject_name,
  CASE WHEN r.a_name < r.b_name THEN r.a_name || '与' || r.b_name ELSE r.b_name || '与' || r.a_name END AS bidders,
  r.reason
FROM reasons r
LEFT JOIN project_current p ON p.project_no = r.project_no AND NOT p.shared_no
