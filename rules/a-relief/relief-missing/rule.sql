WITH household AS (
  SELECT CASE WHEN m.id_number IS NULL AND (m.name IS NULL OR m.name = m.head_name) THEN m.head ELSE m.person END AS person,
         CASE WHEN m.id_number IS NULL AND (m.name IS NULL OR m.name = m.head_name) THEN m.head_p ELSE m.person_p END AS person_p,
         m.head, m.village, m.kind, m.identified, m._id
  FROM monitored m
  WHERE (m.kind IS NULL OR m.kind <> '脱贫户')
    AND (m.identified IS NULL OR m.identified <= as_of()) AND (m.lifted IS NULL OR m.lifted > as_of())
), disabled AS (
  SELECT d.person, d.person_p, d.name, d.level, d.month, d._id,
         ROW_NUMBER() OVER (PARTITION BY d.person ORDER BY d.month DESC, d._id) AS n
  FROM disability d
  WHERE d.amount > 0 AND d.month <= as_of()
    AND EXISTS (SELECT 1 FROM household h WHERE h.person = d.person)
    AND EXISTS (SELECT 1 FROM param_level v WHERE v.value = d.level AND d.month BETWEEN v.valid_from AND v.valid_to)
), newest AS (
  SELECT MAX(month) AS month FROM disability WHERE month <= as_of()
), roster AS (
  SELECT MAX(to_month) AS month FROM relief_span
), supported AS (
  SELECT person, MAX(to_month) AS to_month FROM relief_span WHERE person IS NOT NULL GROUP BY person
  UNION ALL
  SELECT head, MAX(to_month) FROM relief_span WHERE head IS NOT NULL GROUP BY head
), gone AS (
  SELECT person
  FROM resident
  WHERE person IS NOT NULL
  GROUP BY person
  HAVING MAX(CASE WHEN (status IS NULL OR status = '正常') AND (moved_out IS NULL OR moved_out > as_of()) THEN 1 ELSE 0 END) = 0
), unread AS ( -- names on rosters whose number nobody can tell
  SELECT DISTINCT village, name FROM relief WHERE person IS NULL AND name IS NOT NULL AND village IS NOT NULL
), candidate AS (
  SELECT h.person, h.head, h.village, h.kind, h.identified, h._id AS monitored_row, d._id AS disability_row, d.level, d.name, d.month,
         h.person_p * d.person_p AS p, add_months(LEAST(d.month, o.month), -r.value) AS since
  FROM household h
  JOIN disabled d ON d.person = h.person AND d.n = 1
  CROSS JOIN newest w
  CROSS JOIN roster o
  JOIN param_recent r ON d.month BETWEEN r.valid_from AND r.valid_to
  JOIN param_current c ON d.month BETWEEN c.valid_from AND c.valid_to
  WHERE d.month > add_months(w.month, -c.value)
), excused AS (
  SELECT c.person FROM candidate c JOIN supported s ON s.person = c.person AND s.to_month > c.since
  UNION
  SELECT c.person FROM candidate c JOIN supported s ON s.person = c.head AND s.to_month > c.since
  UNION
  SELECT c.person FROM candidate c JOIN death_first d ON d.person = c.person
  UNION
  SELECT c.person FROM candidate c JOIN gone g ON g.person = c.person
  UNION
  SELECT c.person FROM candidate c JOIN unread u ON u.village = c.village AND u.name = c.name
)
SELECT c.person AS subject, c.village, CAST(NULL AS DECIMAL(18, 2)) AS amount,
       COALESCE(c.identified, c.month) AS first_date, c.month AS last_date, c.p AS confidence,
       c.monitored_row AS evidence_1, c.disability_row AS evidence_2,
       c.level, COALESCE(c.kind, '监测户') AS kind, COALESCE(CAST(c.identified AS VARCHAR), '日期未写明') AS identified
FROM candidate c
LEFT JOIN excused x ON x.person = c.person
WHERE x.person IS NULL
