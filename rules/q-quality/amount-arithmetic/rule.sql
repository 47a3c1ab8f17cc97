-- Rounding to whole yuan or jiao is a custom of some townships and no fault; a return repeats the quantity with a negative amount.
WITH off AS (
  SELECT
    p._id, p.village, p.name, p.program, p.quantity, p.unit_price, p.amount,
    CAST(p.quantity * p.unit_price AS DECIMAL(18, 2)) AS computed,
    abs(abs(p.quantity * p.unit_price) - abs(p.amount)) AS gap
  FROM payment p
  WHERE p.quantity IS NOT NULL AND p.unit_price IS NOT NULL AND p.amount IS NOT NULL AND p.unit_price > 0
    AND abs(CAST(p.quantity AS DOUBLE) * CAST(p.unit_price AS DOUBLE) - abs(CAST(p.amount AS DOUBLE))) > 0.005 -- narrows cheaply; decimals decide
),
numbered AS (
  SELECT
    o.*,
    count(*) OVER (PARTITION BY o._id - mod(o._id, 16777216)) AS n,
    row_number() OVER (PARTITION BY o._id - mod(o._id, 16777216) ORDER BY o._id) AS nth
  FROM off o
  JOIN param_cents c ON as_of() BETWEEN c.valid_from AND c.valid_to
  WHERE o.gap > c.value
    AND NOT (mod(o.amount, 1) = 0 AND o.gap <= 0.5)
    AND NOT (mod(o.amount * 10, 1) = 0 AND o.gap <= 0.05)
)
SELECT
  CAST(n._id AS VARCHAR) AS subject,
  n.village,
  n.amount,
  CAST(1 AS DOUBLE) AS confidence,
  n._id AS evidence_1,
  COALESCE(n.name, '某行') AS subject_name,
  COALESCE(n.program, '补贴') AS program,
  n.quantity,
  n.unit_price,
  n.computed,
  n.amount AS written,
  n.n
FROM numbered n
WHERE n.nth <= 200
