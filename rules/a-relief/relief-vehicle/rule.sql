WITH owned AS (
  SELECT v._id AS vehicle_row, v.owner, v.owner_p, v.owner_name, v.plate, COALESCE(v.type, '机动车') AS type, v.value, v.registered,
         COALESCE(v.type, '') || COALESCE(v.model, '') || COALESCE(v."use", '') AS words,
         COALESCE(first_of_month(v.registered), DATE '0001-01-01') AS since,
         m.household, m.standing, m.p AS member_p, m.from_month, m.to_month, m.evidence AS member_row,
         MAX(CASE WHEN v.status LIKE '%注销%' OR v.status LIKE '%转出%' OR v.status LIKE '%报废%' OR v.status LIKE '%灭失%' OR v.status LIKE '%盗抢%' THEN 1 ELSE 0 END)
           OVER (PARTITION BY v.owner, v.plate) AS gone -- in any of several lists
  FROM vehicle v
  JOIN relief_member m ON m.person = v.owner
  JOIN param_unknown_value_years y ON as_of() BETWEEN y.valid_from AND y.valid_to
  WHERE (v.value IS NOT NULL OR v.registered IS NULL OR v.registered > add_months(as_of(), -12 * y.value))
), car AS (
  SELECT o.*
  FROM owned o
  WHERE o.gone = 0
    AND NOT EXISTS (
      SELECT 1 FROM param_exempt_type x WHERE o.words LIKE '%' || x.value || '%' AND as_of() BETWEEN x.valid_from AND x.valid_to)
    AND NOT EXISTS (
      SELECT 1 FROM param_exempt_trade x
      WHERE o.type LIKE '%' || x.value || '%' AND o.type LIKE '%货%' AND (o.words LIKE '%货运%' OR o.words LIKE '%营运%') AND o.words NOT LIKE '%非营运%'
        AND as_of() BETWEEN x.valid_from AND x.valid_to)
), kept AS (
  SELECT c.*, h.village, h.monthly_amount, h.p AS household_p, h.evidence, h.last_month,
         GREATEST(h.from_month, c.from_month, c.since) AS lo, LEAST(h.to_month, c.to_month) AS hi
  FROM car c
  JOIN relief_household h ON h.household = c.household
)
SELECT k.household AS subject, k.village,
       MAX(k.monthly_amount * (months_between(k.lo, k.hi) + 1)) OVER (PARTITION BY k.evidence) AS amount,
       k.lo AS first_date, k.hi AS last_date, k.household_p * k.member_p * k.owner_p AS confidence,
       CASE WHEN k.standing = '名册成员' AND k.value IS NOT NULL THEN 'orange' WHEN k.standing = '名册成员' OR k.value IS NOT NULL THEN 'yellow' ELSE 'blue' END AS grade,
       k.evidence AS evidence_1, k.vehicle_row AS evidence_2, k.member_row AS evidence_3,
       k.standing, k.owner_name, k.type, k.plate, CAST(k.registered AS VARCHAR) AS registered,
       CASE WHEN k.value IS NULL THEN '不明' ELSE CAST(k.value AS VARCHAR) || '元' END AS value
FROM kept k
JOIN param_value_limit v ON k.hi BETWEEN v.valid_from AND v.valid_to
WHERE k.lo <= k.hi
  AND (k.value IS NULL OR k.value > v.value)
  AND NOT (k.lo = k.hi AND k.lo = k.since AND k.hi = k.last_month)
