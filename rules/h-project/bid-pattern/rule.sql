-- Three bids agree by chance too often for more than rounding to be forgiven; four may each be off by a thousandth of the gap.
-- A gap is held against the first gap; a ratio is compared by cross-multiplying: p1 × p3 against p2 × p2.
WITH sorted AS (
  SELECT
    b.*,
    row_number() OVER (PARTITION BY b.project_no ORDER BY b.price, b.id) AS nth,
    count(*) OVER (PARTITION BY b.project_no) AS n,
    lag(b.price) OVER (PARTITION BY b.project_no ORDER BY b.price, b.id) AS before,
    lead(b.price) OVER (PARTITION BY b.project_no ORDER BY b.price, b.id) AS after
  FROM bid_current b
  WHERE b.price > 0
),
first_gap AS (
  SELECT project_no, after - price AS gap FROM sorted WHERE nth = 1 AND n >= 3
),
judged AS (
  SELECT
    s.project_no,
    max(s.n) AS n,
    min(CASE
      WHEN s.before IS NULL THEN 1
      WHEN abs((s.price - s.before) - g.gap) <= y.value OR (s.n > 3 AND abs((s.price - s.before) - g.gap) * 1000 <= g.gap) THEN 1
      ELSE 0
    END) AS arithmetic,
    min(CASE
      WHEN s.before IS NULL OR s.after IS NULL THEN 1
      WHEN abs(s.after * s.before - s.price * s.price) <= s.price * y.value
        OR (s.n > 3 AND abs(s.after * s.before - s.price * s.price) * 1000 <= s.price * (s.after - s.price)) THEN 1
      ELSE 0
    END) AS geometric,
    max(CASE WHEN mod(s.price, 1000) = 0 THEN 0 ELSE 1 END) AS odd
  FROM sorted s
  JOIN first_gap g ON g.project_no = s.project_no
  JOIN param_yuan y ON as_of() BETWEEN y.valid_from AND y.valid_to
  WHERE g.gap >= y.value * 20
  GROUP BY s.project_no
)
SELECT
  j.project_no AS subject,
  p.village,
  p.award AS amount,
  p.dated_on AS first_date,
  p.dated_on AS last_date,
  CAST(1 AS DOUBLE) AS confidence,
  CASE WHEN j.n = 3 AND j.odd = 0 THEN 'yellow' ELSE 'orange' END AS grade,
  COALESCE(p.id, f.id) AS evidence_1,
  s.id AS evidence_2,
  COALESCE(p.name, j.project_no) AS subject_name,
  j.n AS bidders,
  CASE WHEN j.arithmetic = 1 THEN '等差' ELSE '等比' END AS pattern,
  s.price AS prices
FROM judged j
JOIN sorted s ON s.project_no = j.project_no
JOIN sorted f ON f.project_no = j.project_no AND f.nth = 1
JOIN param_bids b ON as_of() BETWEEN b.valid_from AND b.valid_to
LEFT JOIN project_current p ON p.project_no = j.project_no AND NOT p.shared_no
WHERE (j.arithmetic = 1 OR j.geometric = 1)
  AND j.n >= b.value
