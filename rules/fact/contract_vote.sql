-- Which meeting speaks of which contract, and whether the vote was good: at least two thirds of those who should came, and at
-- least two thirds of those present agreed (what is not written is not held against it). A meeting speaks of a contract when it
-- names the contract's number, in its own column or in the topic (not as a part of a longer number); or, within a year of signing, the asset's number or name; or when the contract names its day.
WITH linked AS (
  SELECT c.id AS contract_id, m._id AS meeting_id
  FROM contract_current c
  JOIN meeting m ON m.object_no = c.contract_no
  WHERE COALESCE(m.village, c.village, '') = COALESCE(c.village, m.village, '')
  UNION
  SELECT c.id AS contract_id, m._id AS meeting_id
  FROM contract_current c
  JOIN meeting m ON m.village = c.village
  WHERE m.date = c.meeting_date
    OR (length(c.contract_no) >= 5 AND position(c.contract_no IN m.topic) > 0
      AND substr(m.topic, position(c.contract_no IN m.topic) + length(c.contract_no), 1) NOT BETWEEN '0' AND '9'
      AND (position(c.contract_no IN m.topic) = 1
        OR substr(m.topic, position(c.contract_no IN m.topic) - 1, 1) NOT BETWEEN '0' AND 'z'))
    OR (abs(days_between(m.date, c.dated_on)) <= 366
      AND (m.object_no = c.asset_no OR (length(c.asset_name) >= 4 AND m.topic LIKE '%' || c.asset_name || '%')))
)
SELECT
  l.contract_id,
  l.meeting_id,
  m.date AS held_on,
  m.should_attend,
  m.attended,
  m.agreed,
  COALESCE(m.attended * 3 >= m.should_attend * 2, TRUE) AS attended_enough,
  COALESCE(m.agreed * 3 >= m.attended * 2, TRUE) AS agreed_enough
FROM linked l
JOIN meeting m ON m._id = l.meeting_id
