-- One item a sheet and written name, with up to fifty of its rows.
WITH numbered AS (
  SELECT
    u._id, u.source, u.field, u.written,
    count(*) OVER (PARTITION BY u._id - mod(u._id, 16777216), u.source, u._sheet, u.written) AS n,
    min(u._id) OVER (PARTITION BY u._id - mod(u._id, 16777216), u.source, u._sheet, u.written) AS first_id,
    row_number() OVER (PARTITION BY u._id - mod(u._id, 16777216), u.source, u._sheet, u.written ORDER BY u._id) AS nth
  FROM village_unresolved u
)
SELECT
  CAST(q.first_id AS VARCHAR) AS subject,
  CAST(NULL AS VARCHAR) AS village,
  CAST(1 AS DOUBLE) AS confidence,
  q._id AS evidence_1,
  q.source,
  q.field,
  q.written,
  q.n
FROM numbered q
WHERE q.nth <= 50
