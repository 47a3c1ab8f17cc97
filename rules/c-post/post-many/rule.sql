WITH stint AS ( -- one person in one post of one village
  SELECT person, post, COALESCE(village, '') AS village, MIN(from_month) AS first_month, MAX(to_month) AS last_month, MIN(evidence) AS opening
  FROM post_span
  GROUP BY person, post, COALESCE(village, '')
), pair AS ( -- the later post is the one in question
  SELECT a.person, a.post AS post_a, a.village AS village_a, a.first_month AS first_a, a.last_month AS last_a,
         b.post AS post_b, b.village AS village_b, b.first_month AS first_b, b.last_month AS last_b
  FROM stint a
  JOIN stint b ON b.person = a.person
  WHERE (a.first_month < b.first_month OR a.first_month = b.first_month AND a.opening < b.opening)
    AND a.last_month >= b.first_month
    AND (a.post <> b.post OR a.village <> b.village AND a.village <> '' AND b.village <> '')
), twice AS (
  SELECT p.person, y.evidence, x.evidence AS other_row, y.village, y.wage, x.p * y.p AS confidence, p.post_a, p.post_b,
         GREATEST(x.from_month, y.from_month) AS lo, LEAST(x.to_month, y.to_month) AS hi, p.first_a, p.last_a, p.first_b, p.last_b
  FROM pair p
  JOIN post_span x ON x.person = p.person AND x.post = p.post_a AND COALESCE(x.village, '') = p.village_a
  JOIN post_span y ON y.person = p.person AND y.post = p.post_b AND COALESCE(y.village, '') = p.village_b
  WHERE x.from_month <= y.to_month AND y.from_month <= x.to_month
)
SELECT t.person AS subject, COALESCE(t.village, e.village) AS village,
       MAX(t.wage * (months_between(t.lo, t.hi) + 1)) OVER (PARTITION BY t.evidence) AS amount,
       t.lo AS first_date, t.hi AS last_date, t.confidence,
       t.evidence AS evidence_1, t.other_row AS evidence_2,
       CASE WHEN t.post_a < t.post_b THEN t.post_a || '与' || t.post_b ELSE t.post_b || '与' || t.post_a END AS posts
FROM twice t
LEFT JOIN entity e ON e.entity = t.person
WHERE NOT (t.lo = t.hi AND (t.lo = t.first_b AND t.lo = t.last_a AND (t.first_a < t.lo OR t.last_b > t.lo)
                            OR t.lo = t.first_a AND t.lo = t.last_b AND (t.first_b < t.lo OR t.last_a > t.lo)))
  AND NOT EXISTS (
    SELECT 1 FROM param_stackable k
    WHERE t.hi BETWEEN k.valid_from AND k.valid_to
      AND (t.post_a LIKE '%' || k.a || '%' AND t.post_b LIKE '%' || k.b || '%' OR t.post_a LIKE '%' || k.b || '%' AND t.post_b LIKE '%' || k.a || '%'))
