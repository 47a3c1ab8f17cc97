-- One item a number: the rows whose name is unlike the owner's, and the owner's row in the register.
WITH rows_of AS (
  SELECT
    q.*,
    row_number() OVER (PARTITION BY q.owner ORDER BY q.id) AS nth,
    count(*) OVER (PARTITION BY q.owner) AS n,
    min(q.village) OVER (PARTITION BY q.owner) AS any_village,
    min(q.number) OVER (PARTITION BY q.owner) AS any_number
  FROM quality_name q
),
owners AS (
  SELECT DISTINCT owner FROM quality_name
),
homes AS (
  SELECT r.person AS owner, min(r._id) AS row_id
  FROM resident r
  JOIN owners o ON o.owner = r.person
  GROUP BY r.person
)
SELECT
  s.any_number AS subject,
  s.any_village AS village,
  CAST(1 AS DOUBLE) AS confidence,
  s.id AS evidence_1,
  h.row_id AS evidence_2,
  substr(s.any_number, 1, 6) || '…' || substr(s.any_number, 15) AS shown,
  COALESCE(e.name, '他人') AS owner_name,
  s.name AS names,
  s.source,
  s.n
FROM rows_of s
LEFT JOIN homes h ON h.owner = s.owner
LEFT JOIN entity e ON e.entity = s.owner
WHERE s.nth <= 60
