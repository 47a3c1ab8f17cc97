-- Village officers and their kin by blood or marriage: one row per officer's term and person. relation is 本人 or what the kin register
-- says; a rule keeps to the kin that must be declared. Terms are months, open ends reach to 9999.
WITH kinship AS (
  SELECT a, b, detail FROM edge WHERE tie = 'kin' GROUP BY a, b, detail
)
SELECT t.officer, t.party AS person, CASE WHEN t.hops = 0 THEN '本人' ELSE k.detail END AS relation,
       t.village, t.post,
       COALESCE(first_of_month(t.term_start), DATE '0001-01-01') AS from_month,
       COALESCE(first_of_month(t.term_end), DATE '9999-12-01') AS to_month,
       t.path, t.p, t.evidence_1, t.evidence_2
FROM tie t LEFT JOIN kinship k ON k.a = t.officer AND k.b = t.party
WHERE t.way = 'self' AND t.hops = 0 OR t.way = 'kin' AND t.hops = 1 AND k.b IS NOT NULL
