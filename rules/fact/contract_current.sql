-- The contract register, one row a contract: a register that is handed over every month repeats its rows, and every sum
-- over them would count twice. Of the copies the one that knows most is kept (terminated, then most received).
-- Columns: annual and total in yuan (each from the other where only one is written), months of the term, dated_on the day of
-- signing or else of the start, land TRUE for classes measured in mu, own_body TRUE where the party is the collective itself,
-- shared_no TRUE where two villages use the same number, so that a table without a village cannot be joined on it.
WITH copies AS (
  SELECT
    c.*,
    row_number() OVER (
      PARTITION BY c.village, COALESCE(c.contract_no, CAST(c._id AS VARCHAR)), c.party, c.asset_no, c.start
      ORDER BY CASE WHEN c.status = '终止' THEN 0 ELSE 1 END, COALESCE(c.received, 0) DESC, c._id
    ) AS copy,
    CASE
      WHEN c."end" > c.start THEN months_between(c.start, c."end") + CASE WHEN day(c.start) = 1 AND day(c."end") >= 28 THEN 1 ELSE 0 END
    END AS months,
    min(c.village) OVER (PARTITION BY c.contract_no) AS least_village,
    max(c.village) OVER (PARTITION BY c.contract_no) AS most_village
  FROM contract c
)
SELECT
  c._id AS id,
  COALESCE(c.contract_no, '行' || CAST(c._id AS VARCHAR)) AS contract_no,
  c.village,
  substr(c.village, 1, 9) AS township,
  c.asset_no,
  c.asset_name,
  COALESCE(c.asset_name, c.kind, '标的') AS thing,
  c.kind,
  c.area_mu,
  c.party,
  c.party_id,
  c.party_entity,
  c.party_entity_p,
  c.party_entity_method,
  c.phone,
  c.signed,
  c.start AS start_on,
  c."end" AS end_on,
  COALESCE(c.signed, c.start) AS dated_on,
  c.months,
  CAST(CASE
    WHEN c.annual_amount > 0 THEN c.annual_amount
    WHEN c.total_amount > 0 AND c.months > 0 THEN CAST(CAST(c.total_amount AS DOUBLE) * 12 / GREATEST(c.months, 12) AS DECIMAL(18, 2))
  END AS DECIMAL(18, 2)) AS annual,
  CAST(CASE
    WHEN c.total_amount > 0 THEN c.total_amount
    WHEN c.annual_amount > 0 AND c.months > 0 THEN CAST(CAST(c.annual_amount AS DOUBLE) * c.months / 12 AS DECIMAL(18, 2))
    WHEN c.annual_amount > 0 THEN c.annual_amount
  END AS DECIMAL(18, 2)) AS total,
  c.total_amount AS total_written,
  c.received,
  c.arrears,
  c.open_bid,
  c.meeting_date,
  c.township_approval,
  c.status,
  COALESCE(c.kind IN ('耕地', '机动地', '林地', '草地', '水面'), FALSE) AS land,
  COALESCE(c.party LIKE '%村民委员会%' OR c.party LIKE '%村委会%' OR c.party LIKE '%居民委员会%' OR c.party LIKE '%居委会%'
    OR c.party LIKE '%股份经济合作%' OR c.party LIKE '%经济合作社%' OR c.party LIKE '%经济联合%' OR c.party LIKE '%集体经济组织%'
    OR c.party_id LIKE 'N%', FALSE) AS own_body,
  COALESCE(c.least_village <> c.most_village, FALSE) AS shared_no
FROM copies c
WHERE c.copy = 1
