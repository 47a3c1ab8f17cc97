WITH both_at_once AS (
  SELECT s.evidence, s.person, s.p * t.p AS p, s.village, s.post, s.wage, t.evidence AS prison_row, t.imprisoned, t.released,
         GREATEST(s.from_month, t.from_month) AS lo, LEAST(s.to_month, t.to_month) AS hi
  FROM post_span s
  JOIN prison_span t ON t.person = s.person
  WHERE s.from_month <= t.to_month AND s.to_month >= t.from_month
), total AS (
  SELECT person, SUM(months_between(lo, hi) + 1) AS overlap
  FROM (SELECT DISTINCT person, lo, hi FROM both_at_once) d
  GROUP BY person
)
SELECT b.person AS subject, COALESCE(b.village, e.village) AS village,
       MAX(b.wage * (months_between(b.lo, b.hi) + 1)) OVER (PARTITION BY b.evidence) AS amount,
       b.lo AS first_date, b.hi AS last_date, b.p AS confidence,
       b.evidence AS evidence_1, b.prison_row AS evidence_2, b.post,
       CAST(b.imprisoned AS VARCHAR) AS imprisoned, COALESCE(CAST(b.released AS VARCHAR), '未写明') AS released
FROM both_at_once b
JOIN total t ON t.person = b.person
JOIN param_months m ON b.hi BETWEEN m.valid_from AND m.valid_to
LEFT JOIN entity e ON e.entity = b.person
WHERE t.overlap >= m.value
