WITH held AS (
  SELECT m.household, m.person, m.standing, m.p * q.holder_p AS p, m.evidence AS member_row, q._id AS property_row, q.holder_name, q.location, q.registered,
         first_of_month(q.registered) AS since, COALESCE(q.sharing, '单独') AS sharing,
         COUNT(*) OVER (PARTITION BY m.household, q.location) AS holders
  FROM property q
  JOIN relief_member m ON m.person = q.holder
  WHERE (q."use" IS NULL OR q."use" LIKE '%住宅%' OR q."use" LIKE '%住房%' OR q."use" LIKE '%居住%' OR q."use" LIKE '%商品房%' OR q."use" LIKE '%公寓%' OR q."use" LIKE '%别墅%')
    AND COALESCE(q."use", '') NOT LIKE '%宅基地%' AND COALESCE(q."use", '') NOT LIKE '%农村%'
    AND q.registered <= as_of()
), resettlement AS (
  SELECT m.household, r.site, r.moved AS since FROM relocation r JOIN relief_member m ON m.person = r.person
  UNION ALL
  SELECT m.household, CAST(NULL AS VARCHAR), g.approved FROM housing_grant g JOIN relief_member m ON m.person = g.person
), shared_out AS ( -- a share is taken for an inheritance only beside a home of their own
  SELECT DISTINCT household FROM held WHERE NOT (sharing LIKE '%共%' AND holders = 1)
), dwelling AS (
  SELECT h.*
  FROM held h
  JOIN param_resettled w ON h.registered BETWEEN w.valid_from AND w.valid_to
  LEFT JOIN shared_out o ON o.household = h.household
  WHERE NOT (h.sharing LIKE '%共%' AND h.holders = 1 AND o.household IS NOT NULL)
    AND h.location NOT LIKE '%安置%' AND h.location NOT LIKE '%搬迁%' AND h.location NOT LIKE '%回迁%' AND h.location NOT LIKE '%拆迁%'
    AND h.location NOT LIKE '%还建%' AND h.location NOT LIKE '%危改%' AND h.location NOT LIKE '%宅基地%'
    AND NOT EXISTS (
      SELECT 1 FROM resettlement x
      WHERE x.household = h.household
        AND (position(x.site IN h.location) > 0 OR h.registered BETWEEN x.since AND add_months(x.since, w.value)))
), place AS (
  SELECT household, location, MIN(since) AS since FROM dwelling GROUP BY household, location
), ranked AS ( -- the n-th dwelling is the one from which there are too many
  SELECT household, location, since, ROW_NUMBER() OVER (PARTITION BY household ORDER BY since, location) AS n FROM place
), award AS (
  SELECT household, MIN(award_month) AS award_month FROM relief_award GROUP BY household
), seen AS (
  SELECT household, MIN(from_month) AS from_month, MAX(last_month) AS last_month FROM relief_household GROUP BY household
), cause AS (
  SELECT r.household, r.since, '多套住房' AS why, CAST(NULL AS VARCHAR) AS location
  FROM ranked r JOIN param_dwellings d ON as_of() BETWEEN d.valid_from AND d.valid_to
  WHERE r.n = d.value
  UNION ALL
  SELECT p.household, p.since, '享受开始前一年内或之后登记', p.location
  FROM place p
  JOIN seen s ON s.household = p.household
  LEFT JOIN award a ON a.household = p.household
  JOIN param_lookback b ON p.since BETWEEN b.valid_from AND b.valid_to
  WHERE p.since >= COALESCE(add_months(a.award_month, -b.value), s.from_month) AND p.since < s.last_month
)
SELECT c.household AS subject, h.village,
       MAX(h.monthly_amount * (months_between(GREATEST(h.from_month, c.since), h.to_month) + 1)) OVER (PARTITION BY h.evidence) AS amount,
       GREATEST(h.from_month, c.since) AS first_date, h.to_month AS last_date, h.p * w.p AS confidence,
       CASE WHEN w.standing = '名册成员' AND NOT (w.sharing LIKE '%共%' AND w.holders = 1) THEN 'orange' ELSE 'yellow' END AS grade,
       h.evidence AS evidence_1, w.property_row AS evidence_2, w.member_row AS evidence_3,
       w.standing, w.holder_name, w.location, CAST(w.registered AS VARCHAR) AS registered, c.why
FROM cause c
JOIN relief_household h ON h.household = c.household AND h.to_month >= c.since
JOIN dwelling w ON w.household = c.household AND (c.location IS NULL OR w.location = c.location)
WHERE NOT (h.to_month = c.since AND h.last_month = c.since)
