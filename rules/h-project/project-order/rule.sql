-- The first of a month may stand for the month: within one month only real days are held against each other.
SELECT
  p.project_no AS subject,
  p.village,
  p.award AS amount,
  COALESCE(CAST(p.award AS VARCHAR) || '元', '不详') AS money,
  p.started AS first_date,
  p.tendered AS last_date,
  CAST(1 AS DOUBLE) AS confidence,
  p.id AS evidence_1,
  p.name AS subject_name,
  COALESCE(p.contractor, '施工方') AS contractor
FROM project_current p
WHERE p.started < p.tendered
  AND (month_index(p.started) < month_index(p.tendered) OR day(p.started) > 1)
  AND NOT EXISTS (
    SELECT 1
    FROM param_words w
    WHERE p.started BETWEEN w.valid_from AND w.valid_to AND p.name LIKE '%' || w.value || '%'
  )
