SELECT
  CAST(t._id AS VARCHAR) AS subject,
  CAST(NULL AS VARCHAR) AS village,
  CAST(1 AS DOUBLE) AS confidence,
  t._id AS evidence_1,
  t.source,
  t.field,
  COALESCE(t.label, '合计') AS label,
  t.scope,
  t.stated,
  t.computed,
  abs(t.stated - t.computed) AS gap
FROM sheet_total t
JOIN param_cents c ON as_of() BETWEEN c.valid_from AND c.valid_to
WHERE abs(t.stated - t.computed) > c.value
