-- The same name here keeps phases, lots and directions (plain, not stem): two phases are two projects.
SELECT
  a.project_no AS subject,
  a.village,
  b.award AS amount,
  COALESCE(a.dated_on, b.dated_on) AS first_date,
  COALESCE(b.dated_on, a.dated_on) AS last_date,
  CAST(1 AS DOUBLE) AS confidence,
  CASE WHEN a.location = b.location THEN 'orange' ELSE 'yellow' END AS grade,
  b.id AS evidence_1,
  a.id AS evidence_2,
  a.name AS subject_name,
  b.name AS other,
  b.project_no AS numbers,
  CASE WHEN a.fund_source < b.fund_source THEN a.fund_source || '和' || b.fund_source ELSE b.fund_source || '和' || a.fund_source END AS funds
FROM project_current a
JOIN project_current b ON b.village = a.village AND b.project_no <> a.project_no
JOIN param_months m ON COALESCE(a.dated_on, as_of()) BETWEEN m.valid_from AND m.valid_to
WHERE a.fund_source <> b.fund_source
  AND (a.location = b.location OR a.location IS NULL OR b.location IS NULL)
  AND length(a.plain) >= 3
  AND (a.plain = b.plain
    OR (a.location = b.location AND a.stem = b.stem AND length(a.stem) >= 3
      AND a.plain NOT LIKE '%期%' AND a.plain NOT LIKE '%段%' AND b.plain NOT LIKE '%期%' AND b.plain NOT LIKE '%段%'
      AND (a.plain LIKE '%' || b.plain || '%' OR b.plain LIKE '%' || a.plain || '%')))
  AND (a.dated_on IS NULL OR b.dated_on IS NULL
    OR (b.dated_on <= add_months(a.dated_on, m.value) AND a.dated_on <= add_months(b.dated_on, m.value)))
  AND (COALESCE(a.dated_on, DATE '9999-12-31') < COALESCE(b.dated_on, DATE '9999-12-31')
    OR (COALESCE(a.dated_on, DATE '9999-12-31') = COALESCE(b.dated_on, DATE '9999-12-31') AND a.project_no < b.project_no))
