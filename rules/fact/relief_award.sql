-- The month in which a person's relief in a household was awarded: the written start; else the first month seen, when monthly
-- rosters began earlier and so would have shown the person. NULL when nothing tells: the award lies before the data.
WITH since AS (
  SELECT MIN(month) AS month FROM relief
), seen AS (
  SELECT household, person, MIN(started) AS started, MIN(from_month) AS from_month, MIN(evidence) AS evidence
  FROM relief_span
  WHERE household IS NOT NULL AND person IS NOT NULL
  GROUP BY household, person
)
SELECT s.household, s.person, s.evidence,
       CASE WHEN s.started IS NOT NULL THEN s.started WHEN s.from_month > d.month THEN s.from_month END AS award_month
FROM seen s CROSS JOIN since d
