-- A first of January may stand for the year alone, a first of a month for the month alone.
WITH dated AS (
  SELECT r._id, r.village, r.name, r.birth_date, CAST(substr(r.id_number, 7, 8) AS BIGINT) AS ymd
  FROM resident r
  WHERE r.id_number_state IN ('ok', 'ok15') AND r.birth_date IS NOT NULL
)
SELECT
  CAST(d._id AS VARCHAR) AS subject,
  d.village,
  CAST(1 AS DOUBLE) AS confidence,
  d._id AS evidence_1,
  COALESCE(d.name, '某行') AS subject_name,
  CAST(d.birth_date AS VARCHAR) AS birth,
  CAST(d.ymd AS VARCHAR) AS digits
FROM dated d
WHERE d.ymd <> year(d.birth_date) * 10000 + month(d.birth_date) * 100 + day(d.birth_date)
  AND NOT (day(d.birth_date) = 1 AND month(d.birth_date) = 1 AND d.ymd >= year(d.birth_date) * 10000 AND d.ymd <= year(d.birth_date) * 10000 + 9999)
  AND NOT (day(d.birth_date) = 1 AND d.ymd >= (year(d.birth_date) * 100 + month(d.birth_date)) * 100
    AND d.ymd <= (year(d.birth_date) * 100 + month(d.birth_date)) * 100 + 99)
