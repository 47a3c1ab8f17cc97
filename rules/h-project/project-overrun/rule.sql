SELECT
  p.project_no AS subject,
  p.village,
  p.final_amount - p.award_amount AS amount,
  COALESCE(p.dated_on, p.accepted) AS first_date,
  COALESCE(p.accepted, p.dated_on) AS last_date,
  CAST(1 AS DOUBLE) AS confidence,
  CASE WHEN p.final_amount > p.award_amount * 3 THEN 'yellow' ELSE 'orange' END AS grade,
  p.id AS evidence_1,
  p.name AS subject_name,
  p.award_amount AS award,
  p.final_amount AS final,
  CAST(CAST(p.final_amount - p.award_amount AS DOUBLE) * 100 / CAST(p.award_amount AS DOUBLE) AS DECIMAL(12, 1)) AS share
FROM project_current p
JOIN param_percent q ON COALESCE(p.dated_on, as_of()) BETWEEN q.valid_from AND q.valid_to
WHERE p.award_amount > 0
  AND p.final_amount * 100 > p.award_amount * (100 + q.value)
