-- Prices are rounded to 1/10,000 yuan, so that every engine orders them alike; the median of an even number is half of the two
-- in the middle, and both sides are doubled instead of halving it.
WITH priced AS (
  SELECT
    c.id, c.contract_no, c.village, c.township, c.kind, c.party, c.thing, c.area_mu, c.annual, c.dated_on, c.end_on, c.open_bid,
    CAST(CAST(c.annual AS DOUBLE) / CAST(c.area_mu AS DOUBLE) AS DECIMAL(18, 4)) AS price
  FROM contract_current c
  WHERE c.land AND c.annual > 0 AND c.area_mu > 0 AND c.township IS NOT NULL AND c.dated_on <= as_of()
),
peers AS (
  SELECT
    a.id,
    b.price,
    row_number() OVER (PARTITION BY a.id ORDER BY b.price, b.id) AS nth,
    count(*) OVER (PARTITION BY a.id) AS n
  FROM priced a
  JOIN param_years y ON a.dated_on BETWEEN y.valid_from AND y.valid_to
  JOIN priced b ON b.township = a.township AND b.kind = a.kind
    AND b.dated_on >= add_months(a.dated_on, -12 * y.value) AND b.dated_on <= add_months(a.dated_on, 12 * y.value)
),
middle AS (
  SELECT id, max(n) AS n, min(price) + max(price) AS twice_median
  FROM peers
  WHERE nth * 2 IN (n, n + 1, n + 2)
  GROUP BY id
)
SELECT
  p.contract_no AS subject,
  p.village,
  CAST((CAST(m.twice_median AS DOUBLE) / 2 - CAST(p.price AS DOUBLE)) * CAST(p.area_mu AS DOUBLE) AS DECIMAL(18, 2)) AS amount,
  p.dated_on AS first_date,
  COALESCE(p.end_on, p.dated_on) AS last_date,
  CAST(1 AS DOUBLE) AS confidence,
  CASE WHEN p.open_bid THEN 'yellow' ELSE 'orange' END AS grade,
  p.id AS evidence_1,
  p.thing || '(合同' || p.contract_no || ')' AS subject_name,
  COALESCE(p.party, '承包方') AS party,
  p.kind,
  CAST(p.price AS DECIMAL(18, 2)) AS price,
  CAST(CAST(m.twice_median AS DOUBLE) / 2 AS DECIMAL(18, 2)) AS median,
  m.n AS peers
FROM priced p
JOIN middle m ON m.id = p.id
JOIN param_percent q ON p.dated_on BETWEEN q.valid_from AND q.valid_to
JOIN param_least l ON p.dated_on BETWEEN l.valid_from AND l.valid_to
WHERE m.n >= l.value
  AND p.price * 200 < m.twice_median * q.value
