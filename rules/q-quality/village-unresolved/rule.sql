-- One item a sheet, with up to fifty of its rows.
WITH numbered AS (
  SELECT
    q.*,
    min(q.id) OVER (PARTITION BY q.source, q.batch, q.sheet) AS first_id,
    row_number() OVER (PARTITION BY q.source, q.batch, q.sheet ORDER BY q.id) AS nth
  FROM quality_village q
)
SELECT
  CAST(q.first_id AS VARCHAR) AS subject,
  CAST(NULL AS VARCHAR) AS village,
  CAST(1 AS DOUBLE) AS confidence,
  q.id AS evidence_1,
  q.source,
  q.n - q.known AS n,
  q.n AS all_n
FROM numbered q
WHERE q.nth <= 50
