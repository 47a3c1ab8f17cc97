-- Two projects have the same bidders when as many bidders are common as each has. The least project number names the set. Every member
-- that won in its turn is a subject: one lead an organisation, each with the whole ring's projects.
WITH sizes AS (
  SELECT project_no, count(*) AS n FROM bid_current GROUP BY project_no
),
common AS (
  SELECT a.project_no AS one, b.project_no AS other, count(*) AS n
  FROM bid_current a
  JOIN bid_current b ON b.bidder_key = a.bidder_key
  GROUP BY a.project_no, b.project_no
),
sets AS (
  SELECT c.one AS project_no, min(c.other) AS ring
  FROM common c
  JOIN sizes s ON s.project_no = c.one AND s.n = c.n
  JOIN sizes t ON t.project_no = c.other AND t.n = c.n
  JOIN param_bidders m ON as_of() BETWEEN m.valid_from AND m.valid_to AND s.n >= m.value
  GROUP BY c.one
),
won AS (
  SELECT
    s.ring, s.project_no, p.id, p.village, p.award, p.dated_on, w.bidder_entity AS winner, w.bidder_key AS winner_key,
    COALESCE(w.bidder_entity_p, 1) * COALESCE(p.contractor_entity_p, 1) AS p
  FROM sets s
  JOIN project_current p ON p.project_no = s.project_no AND NOT p.shared_no
  JOIN bid_current w ON w.project_no = s.project_no AND (w.bidder_key = p.contractor_key OR w.bidder = p.contractor)
),
wins AS (
  SELECT ring, winner_key, max(winner) AS winner, count(*) AS n FROM won GROUP BY ring, winner_key
),
rings AS (
  SELECT w.ring, sum(w.n) AS n, max(w.n) AS most, count(*) AS winners
  FROM wins w
  GROUP BY w.ring
),
turning AS (
  SELECT r.ring, r.n
  FROM rings r
  JOIN param_projects q ON as_of() BETWEEN q.valid_from AND q.valid_to
  WHERE r.n >= q.value AND r.winners >= 2 AND r.most * 2 <= r.n + 1
),
heads AS (
  SELECT w.ring, w.winner, w.winner_key, t.n
  FROM turning t
  JOIN wins w ON w.ring = t.ring AND w.winner IS NOT NULL
),
places AS (
  SELECT ring, CASE WHEN min(village) = max(village) THEN min(village) END AS village FROM won GROUP BY ring
)
SELECT
  h.winner AS subject,
  l.village,
  o.award AS amount,
  o.dated_on AS first_date,
  o.dated_on AS last_date,
  o.p AS confidence,
  o.id AS evidence_1,
  b.id AS evidence_2,
  CASE WHEN b.bidder_key <> h.winner_key THEN b.bidder END AS others,
  h.n AS ring
FROM heads h
JOIN places l ON l.ring = h.ring
JOIN won o ON o.ring = h.ring
JOIN bid_current b ON b.project_no = o.project_no
