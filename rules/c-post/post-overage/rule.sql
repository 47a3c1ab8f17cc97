WITH old AS (
  SELECT s.evidence, s.person, s.p, COALESCE(s.village, e.village) AS village, s.post, s.wage, s.to_month, e.birth, a.value AS age_limit,
         -- the first month that begins at more than the limit's completed years
         GREATEST(s.from_month, CASE WHEN e.birth = first_of_month(e.birth) THEN add_months(first_of_month(e.birth), 12 * (a.value + 1))
                                     ELSE add_months(first_of_month(e.birth), 12 * (a.value + 1) + 1) END) AS since
  FROM post_span s
  JOIN entity e ON e.entity = s.person
  JOIN param_age_limit a ON s.to_month BETWEEN a.valid_from AND a.valid_to
  WHERE e.birth IS NOT NULL AND age_at(e.birth, s.to_month) > a.value
)
SELECT o.person AS subject, o.village, o.wage * (months_between(o.since, o.to_month) + 1) AS amount,
       o.since AS first_date, o.to_month AS last_date, o.p AS confidence,
       o.evidence AS evidence_1, CAST(o.birth AS VARCHAR) AS birth, o.post, o.age_limit AS "limit"
FROM old o
WHERE NOT EXISTS (
  SELECT 1 FROM param_exempt x WHERE o.post LIKE '%' || x.value || '%' AND o.to_month BETWEEN x.valid_from AND x.valid_to)
