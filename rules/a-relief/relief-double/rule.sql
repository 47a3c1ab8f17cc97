WITH line AS (
  SELECT evidence, person, person_p, household, village, category, monthly_amount, from_month, to_month, started,
         CASE WHEN category LIKE '%特困%' OR category LIKE '%五保%' THEN '特困'
              WHEN category LIKE '%城乡%' THEN ''
              WHEN category LIKE '%城%' THEN '城市低保'
              WHEN category LIKE '%农%' THEN '农村低保' ELSE '' END AS class
  FROM relief_span
  WHERE person IS NOT NULL AND head IS NOT NULL
), several AS (
  SELECT person
  FROM line
  GROUP BY person
  HAVING MIN(household) < MAX(household) OR MIN(village) < MAX(village)
      OR MIN(CASE WHEN class <> '' THEN class END) < MAX(CASE WHEN class <> '' THEN class END)
), stint AS ( -- one line of support: a person under one head, in one class and village
  SELECT l.person, l.household, l.class, COALESCE(l.village, '') AS village, MIN(l.from_month) AS first_month, MAX(l.to_month) AS last_month,
         MIN(l.evidence) AS opening, MIN(l.started) AS started, COUNT(*) AS records
  FROM line l JOIN several m ON m.person = l.person
  GROUP BY l.person, l.household, l.class, COALESCE(l.village, '')
), pair AS ( -- the later line is the one in question
  SELECT a.person, a.household AS household_a, a.class AS class_a, a.village AS village_a, a.first_month AS first_a, a.last_month AS last_a,
         b.household AS household_b, b.class AS class_b, b.village AS village_b, b.first_month AS first_b, b.last_month AS last_b
  FROM stint a
  JOIN stint b ON b.person = a.person
  WHERE (a.first_month < b.first_month OR a.first_month = b.first_month AND a.opening < b.opening)
    AND a.last_month >= b.first_month
    AND (a.household <> b.household OR a.class <> b.class AND a.class <> '' AND b.class <> ''
         OR a.village <> b.village AND a.village <> '' AND b.village <> '')
    -- one award under two heads, each in one open-ended record: lists from before and after the head changed
    AND NOT (a.household <> b.household AND a.class = b.class AND a.village = b.village AND a.started = b.started
             AND a.records = 1 AND b.records = 1 AND a.last_month > a.first_month)
), twice AS (
  SELECT p.person, y.evidence, x.evidence AS other_row, y.village, y.monthly_amount, x.person_p * y.person_p AS confidence,
         COALESCE(x.category, '低保') AS category_a, COALESCE(y.category, '低保') AS category_b,
         GREATEST(x.from_month, y.from_month) AS lo, LEAST(x.to_month, y.to_month) AS hi, p.first_a, p.last_a, p.first_b, p.last_b
  FROM pair p
  JOIN line x ON x.person = p.person AND x.household = p.household_a AND x.class = p.class_a AND COALESCE(x.village, '') = p.village_a
  JOIN line y ON y.person = p.person AND y.household = p.household_b AND y.class = p.class_b AND COALESCE(y.village, '') = p.village_b
  WHERE x.from_month <= y.to_month AND y.from_month <= x.to_month
), kept AS (
  SELECT t.*
  FROM twice t
  WHERE NOT (t.lo = t.hi AND (t.lo = t.first_b AND t.lo = t.last_a AND (t.first_a < t.lo OR t.last_b > t.lo)
                              OR t.lo = t.first_a AND t.lo = t.last_b AND (t.first_b < t.lo OR t.last_a > t.lo)))
), total AS (
  SELECT person, SUM(months_between(lo, hi) + 1) AS overlap FROM (SELECT DISTINCT person, lo, hi FROM kept) d GROUP BY person
)
SELECT k.person AS subject, k.village,
       MAX(k.monthly_amount * (months_between(k.lo, k.hi) + 1)) OVER (PARTITION BY k.evidence) AS amount,
       k.lo AS first_date, k.hi AS last_date, k.confidence,
       k.evidence AS evidence_1, k.other_row AS evidence_2,
       CASE WHEN k.category_a < k.category_b THEN k.category_a || '与' || k.category_b ELSE k.category_b || '与' || k.category_a END AS categories
FROM kept k
JOIN total t ON t.person = k.person
JOIN param_months m ON k.hi BETWEEN m.valid_from AND m.valid_to
WHERE t.overlap >= m.value
