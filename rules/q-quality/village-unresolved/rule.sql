-- A sheet without any village in a source that can do without one is no fault.
SELECT
  CAST(q.first_id AS VARCHAR) AS subject,
  CAST(NULL AS VARCHAR) AS village,
  CAST(1 AS DOUBLE) AS confidence,
  q.first_id AS evidence_1,
  q.last_id AS evidence_2,
  q.source,
  q.n - q.known AS n,
  q.n AS all_n
FROM quality_village q
WHERE q.known < q.n
  AND (q.required = 1 OR q.known > 0)
