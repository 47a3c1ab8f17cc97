-- A party's circle: itself, what one tie leads to, and what two ties lead to (kinship counts once). The member who holds most speaks
-- for the circle, so that one family is one lead.
WITH held AS (
  SELECT c.*
  FROM contract_current c
  WHERE c.area_mu > 0 AND COALESCE(c.kind, '') NOT IN ('房屋', '设备') AND c.village IS NOT NULL
    AND COALESCE(c.status, '') <> '终止'
    AND c.start_on <= as_of() AND (c.end_on IS NULL OR c.end_on >= as_of())
),
villages AS (
  SELECT village, count(*) AS n, sum(area_mu) AS mu FROM held GROUP BY village
),
parties AS (
  SELECT village, party_entity AS party, sum(area_mu) AS own_mu, min(COALESCE(party_entity_p, 1)) AS p
  FROM held
  WHERE party_entity IS NOT NULL AND NOT own_body
  GROUP BY village, party_entity
),
members AS (
  SELECT DISTINCT party FROM parties
),
near AS (
  SELECT e.a AS x, e.b AS y, e.tie, e.p, e.evidence
  FROM edge e
  WHERE e.tie IN ('kin', 'legal_rep', 'shareholder', 'executive')
  UNION ALL
  SELECT e.b AS x, e.a AS y, e.tie, e.p, e.evidence
  FROM edge e
  WHERE e.tie IN ('legal_rep', 'shareholder', 'executive')
),
steps AS (
  SELECT n.x, n.y, n.tie, n.p, n.evidence
  FROM near n
  JOIN members m ON m.party = n.x
),
circle AS (
  SELECT party AS x, party AS y, CAST(1 AS DOUBLE) AS p, CAST(NULL AS BIGINT) AS link_1, CAST(NULL AS BIGINT) AS link_2
  FROM members
  UNION ALL
  SELECT s.x, s.y, s.p, s.evidence AS link_1, CAST(NULL AS BIGINT) AS link_2
  FROM steps s
  JOIN members m ON m.party = s.y
  UNION ALL
  SELECT s.x, t.x AS y, s.p * t.p AS p, s.evidence AS link_1, t.evidence AS link_2
  FROM steps s
  JOIN steps t ON t.y = s.y AND t.x <> s.x
  WHERE s.tie <> 'kin' OR t.tie <> 'kin'
),
ties AS (
  SELECT x, y, max(p) AS p, min(link_1) AS link_1, min(link_2) AS link_2
  FROM circle
  GROUP BY x, y
),
groups AS (
  SELECT a.village, a.party, a.own_mu, sum(b.own_mu) AS mu
  FROM parties a
  JOIN ties t ON t.x = a.party
  JOIN parties b ON b.party = t.y AND b.village = a.village
  GROUP BY a.village, a.party, a.own_mu
),
counted AS (
  SELECT g.village, g.party, count(*) AS n
  FROM groups g
  JOIN ties t ON t.x = g.party
  JOIN held h ON h.village = g.village AND h.party_entity = t.y
  GROUP BY g.village, g.party
),
large AS (
  SELECT g.village, g.party, g.own_mu, g.mu, v.mu AS all_mu
  FROM groups g
  JOIN villages v ON v.village = g.village
  JOIN counted c ON c.village = g.village AND c.party = g.party
  JOIN param_percent p ON as_of() BETWEEN p.valid_from AND p.valid_to
  JOIN param_least l ON as_of() BETWEEN l.valid_from AND l.valid_to
  WHERE v.n >= l.value AND c.n >= 2 AND g.mu * 100 > v.mu * p.value
)
SELECT
  l.party AS subject,
  l.village,
  h.annual AS amount,
  h.dated_on AS first_date,
  COALESCE(h.end_on, h.dated_on) AS last_date,
  t.p * COALESCE(h.party_entity_p, 1) AS confidence,
  CASE WHEN h.open_bid THEN 'blue' ELSE 'yellow' END AS grade,
  h.id AS evidence_1,
  t.link_1 AS evidence_2,
  t.link_2 AS evidence_3,
  l.mu AS held_mu,
  l.all_mu,
  CAST(CAST(l.mu AS DOUBLE) * 100 / CAST(l.all_mu AS DOUBLE) AS DECIMAL(9, 1)) AS share
FROM large l
JOIN ties t ON t.x = l.party
JOIN held h ON h.village = l.village AND h.party_entity = t.y
WHERE NOT EXISTS (
  SELECT 1
  FROM large o
  JOIN ties u ON u.x = o.party
  WHERE o.village = l.village AND u.y = l.party
    AND (o.own_mu > l.own_mu OR (o.own_mu = l.own_mu AND o.party < l.party))
)
