WITH moved AS (
  SELECT a.household, a.person, a.award_month, a.evidence AS member_row, r._id AS resident_row, r.name, r.relation, r.moved_in, r.person_p,
         COALESCE(r.birth_date, e.birth) AS birth
  FROM relief_award a
  JOIN resident r ON r.person = a.person
  JOIN param_months p ON a.award_month BETWEEN p.valid_from AND p.valid_to
  LEFT JOIN entity e ON e.entity = r.person
  WHERE a.award_month IS NOT NULL AND a.person <> a.household AND r.moved_in IS NOT NULL
    AND (r.status IS NULL OR r.status = '正常')
    AND months_between(r.moved_in, a.award_month) BETWEEN 0 AND p.value
), suspect AS (
  SELECT m.*
  FROM moved m
  JOIN param_newborn n ON m.moved_in BETWEEN n.valid_from AND n.valid_to
  WHERE (m.birth IS NULL OR months_between(m.birth, m.moved_in) >= n.value)
    AND NOT (COALESCE(m.relation, '') LIKE '%配偶%' OR COALESCE(m.relation, '') LIKE '%妻%' OR COALESCE(m.relation, '') LIKE '%丈夫%'
             OR COALESCE(m.relation, '') LIKE '%媳%' OR COALESCE(m.relation, '') LIKE '%婿%' OR COALESCE(m.relation, '') LIKE '%户主%')
    AND NOT EXISTS ( -- the whole household came
      SELECT 1 FROM resident h WHERE h.person = m.household AND first_of_month(h.moved_in) = first_of_month(m.moved_in))
), home AS ( -- the register household that each of them lives in
  SELECT person, household FROM household_member WHERE basis = '户籍' GROUP BY person, household
), joined AS (
  SELECT s.household, s.person, MAX(CASE WHEN x.household = y.household THEN 1 ELSE 0 END) AS same, COUNT(x.household) AS mine, COUNT(y.household) AS heads
  FROM suspect s
  LEFT JOIN home x ON x.person = s.person
  LEFT JOIN home y ON y.person = s.household
  GROUP BY s.household, s.person
)
SELECT s.household AS subject, h.village,
       MAX(h.monthly_amount * (months_between(GREATEST(h.from_month, s.award_month), h.to_month) + 1)) OVER (PARTITION BY h.evidence) AS amount,
       GREATEST(h.from_month, s.award_month) AS first_date, h.to_month AS last_date, h.p * s.person_p AS confidence,
       h.evidence AS evidence_1, s.resident_row AS evidence_2, s.member_row AS evidence_3, m.evidence AS evidence_4,
       s.name AS member, COALESCE(s.relation, '未写明') AS relation, CAST(s.moved_in AS VARCHAR) AS moved_in, CAST(s.award_month AS VARCHAR) AS award
FROM suspect s
JOIN joined j ON j.household = s.household AND j.person = s.person AND (j.same = 1 OR j.mine = 0 OR j.heads = 0)
JOIN relief_household h ON h.household = s.household AND h.to_month >= s.award_month
LEFT JOIN relief_span m ON m.household = s.household AND m.person = s.person AND m.from_month = h.from_month
