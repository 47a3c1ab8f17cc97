-- One row per relief record that stands for money: whom it supports and from which to which month (first days of months,
-- both ends count). A row of a monthly roster spans its month; a standing list's row start to stop, or to the run's
-- month. A standing row without a start only says that the person is on it now. Where a person has monthly rows under the
-- same head, the standing row counts for the months before them only (rows that name another kind of relief do not displace it). A row without a member speaks of the head. Rows that
-- repayments net to nothing are gone. first_month and last_month are the person's first and last month of any relief, for the rule
-- that leaving in the month in which something else starts is no overlap; start_seen and end_seen tell (1, 0) whether relief really
-- began and ended then, or only the rosters did.
WITH record AS (
  SELECT _id AS evidence,
         CASE WHEN id_number IS NULL AND (name IS NULL OR name = head_name) THEN head ELSE person END AS person,
         CASE WHEN id_number IS NULL AND (name IS NULL OR name = head_name) THEN head_p ELSE person_p END AS person_p,
         head, COALESCE(head, person) AS household, COALESCE(head_p, person_p) AS household_p,
         village, category, COALESCE(monthly_amount, 0) AS monthly_amount, month,
         first_of_month(start) AS started, first_of_month(stop) AS stopped,
         CASE WHEN category LIKE '%特困%' OR category LIKE '%五保%' THEN '特困' WHEN category LIKE '%城市%' OR category LIKE '%城镇%' THEN '城市'
              WHEN category LIKE '%农村%' THEN '农村' ELSE '' END AS class
  FROM relief
  WHERE month IS NULL OR month <= as_of()
), negative AS (
  SELECT DISTINCT person, month FROM record WHERE monthly_amount < 0 AND month IS NOT NULL
), repaid AS (
  SELECT r.person, r.month
  FROM record r JOIN negative n ON n.person = r.person AND n.month = r.month
  GROUP BY r.person, r.month
  HAVING SUM(r.monthly_amount) <= 0
), listed AS (
  SELECT r.*
  FROM record r LEFT JOIN repaid x ON x.person = r.person AND x.month = r.month
  WHERE r.monthly_amount >= 0 AND x.person IS NULL
    AND (r.month IS NULL OR r.stopped IS NULL OR r.stopped >= r.month)
), lasting AS ( -- of standing rows that say the same in several lists, one; a list that knows the stop is the newer one
  SELECT l.*, ROW_NUMBER() OVER (
           PARTITION BY COALESCE(person, evidence), household, category, started ORDER BY COALESCE(stopped, DATE '9999-12-01'), evidence) AS n
  FROM listed l
  WHERE month IS NULL
), standing AS (
  SELECT DISTINCT person, household, class FROM lasting
), monthly_since AS (
  SELECT m.person, m.household, s.class, MIN(m.month) AS month
  FROM listed m JOIN standing s ON s.person = m.person AND s.household = m.household AND (m.class = s.class OR m.class = '' OR s.class = '')
  WHERE m.month IS NOT NULL
  GROUP BY m.person, m.household, s.class
), span AS (
  SELECT evidence, person, person_p, head, household, household_p, village, category, monthly_amount, started,
         month AS from_month, month AS to_month, CASE WHEN started < month THEN started ELSE month END AS begins, stopped
  FROM listed
  WHERE month IS NOT NULL
  UNION ALL
  SELECT m.evidence, m.person, m.person_p, m.head, m.household, m.household_p, m.village, m.category, m.monthly_amount, m.started,
         COALESCE(m.started, LEAST(COALESCE(m.stopped, DATE '9999-12-01'), first_of_month(as_of()))),
         LEAST(COALESCE(m.stopped, DATE '9999-12-01'), first_of_month(as_of()), add_months(COALESCE(y.month, DATE '9999-12-01'), -1)),
         COALESCE(m.started, DATE '0001-01-01'), COALESCE(m.stopped, DATE '9999-12-01')
  FROM lasting m LEFT JOIN monthly_since y ON y.person = m.person AND y.household = m.household AND y.class = m.class
  WHERE m.n = 1
), rosters AS (
  SELECT MIN(month) AS first_month, MAX(month) AS last_month FROM listed
), ends AS (
  SELECT s.person, MIN(s.begins) AS first_month, MAX(s.to_month) AS last_month,
         CASE WHEN MIN(s.started) IS NOT NULL OR MIN(s.from_month) > MIN(r.first_month) THEN 1 ELSE 0 END AS start_seen,
         MIN(CASE WHEN s.stopped IS NULL AND s.to_month < r.last_month OR s.stopped <= first_of_month(as_of()) THEN 1 ELSE 0 END) AS end_seen
  FROM span s CROSS JOIN rosters r
  WHERE s.from_month <= s.to_month
  GROUP BY s.person
)
SELECT s.evidence, s.person, s.person_p, s.head, s.household, s.household_p, s.village, s.category, s.monthly_amount, s.started,
       s.from_month, s.to_month, e.first_month, e.last_month, e.start_seen, e.end_seen
FROM span s LEFT JOIN ends e ON e.person = s.person
WHERE s.from_month <= s.to_month
