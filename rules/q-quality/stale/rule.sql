SELECT
  CAST(q.id AS VARCHAR) AS subject,
  CAST(NULL AS VARCHAR) AS village,
  CAST(1 AS DOUBLE) AS confidence,
  q.newest AS first_date,
  q.newest AS last_date,
  q.id AS evidence_1,
  q.source,
  months_between(q.newest, as_of()) AS months
FROM quality_newest q
JOIN param_monthly m ON as_of() BETWEEN m.valid_from AND m.valid_to
JOIN param_yearly y ON as_of() BETWEEN y.valid_from AND y.valid_to
WHERE months_between(q.newest, as_of()) > CASE q.rhythm WHEN 'month' THEN m.value ELSE y.value END
