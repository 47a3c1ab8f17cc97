WITH term AS (
  SELECT c._id AS cadre_row, c.person, c.person_p AS p, c.village, c.post, c.start, c."end",
         COALESCE(first_of_month(c.start), DATE '0001-01-01') AS from_month,
         LEAST(COALESCE(first_of_month(c."end"), DATE '9999-12-01'), first_of_month(as_of())) AS to_month,
         CASE WHEN c."end" <= as_of() THEN first_of_month(c."end") END AS left_month
  FROM cadre c
  WHERE c.person IS NOT NULL
), fallback AS ( -- how long a sanction lasts where the paper does not say: the longest of the kinds that it names
  SELECT d._id, MAX(CAST(x.b AS BIGINT)) AS months
  FROM discipline d JOIN param_effect x ON d.decision LIKE '%' || x.a || '%' AND d.decided BETWEEN x.valid_from AND x.valid_to
  GROUP BY d._id
), bar AS (
  SELECT d._id AS bar_row, d.person, d.person_p AS p, d.decision AS sanction, d.decided AS since,
         COALESCE(d.effect_end, add_months(d.decided, COALESCE(f.months, 12))) AS until,
         CASE WHEN EXISTS (SELECT 1 FROM param_severe s WHERE d.decision LIKE '%' || s.value || '%' AND d.decided BETWEEN s.valid_from AND s.valid_to)
              THEN 'red' ELSE 'yellow' END AS grade
  FROM discipline d
  LEFT JOIN fallback f ON f._id = d._id
  WHERE d.person IS NOT NULL AND d.decided <= as_of()
    AND NOT EXISTS (SELECT 1 FROM param_not_sanction n WHERE d.decision LIKE '%' || n.value || '%' AND d.decided BETWEEN n.valid_from AND n.valid_to)
  UNION ALL
  SELECT t._id, t.person, t.person_p, '服刑', t.start, COALESCE(add_months(t."end", v.value), DATE '9999-12-31'), 'red'
  FROM prison t
  JOIN param_conviction v ON t.start BETWEEN v.valid_from AND v.valid_to
  WHERE t.person IS NOT NULL AND t.start <= as_of()
)
SELECT c.person AS subject, c.village, CAST(NULL AS DECIMAL(18, 2)) AS amount,
       CASE WHEN c.from_month < first_of_month(b.since) THEN b.since ELSE c.start END AS first_date,
       CASE WHEN b.until < c.to_month THEN b.until WHEN c."end" <= as_of() THEN c."end" ELSE as_of() END AS last_date,
       c.p * b.p AS confidence, b.grade,
       c.cadre_row AS evidence_1, b.bar_row AS evidence_2, c.post, b.sanction,
       COALESCE(CAST(c.start AS VARCHAR), '不详') || '至' || COALESCE(CAST(c."end" AS VARCHAR), '今') AS term,
       CAST(b.since AS VARCHAR) AS "from", CASE WHEN b.until = DATE '9999-12-31' THEN '未写明' ELSE CAST(b.until AS VARCHAR) END AS until
FROM term c
JOIN bar b ON b.person = c.person
WHERE c.from_month <= c.to_month
  AND c.from_month < first_of_month(b.until)
  AND c.to_month >= first_of_month(b.since)
  AND (c.left_month IS NULL OR c.left_month > first_of_month(b.since))
