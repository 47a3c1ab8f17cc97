-- The whole calendar months that a person was in prison, as first days of the first and last of them. Of several ends for one
-- beginning the earliest counts: a term can be cut. An empty end means that the term goes on.
WITH term AS (
  SELECT person, start, MIN("end") AS released, MAX(person_p) AS p, MIN(_id) AS evidence
  FROM prison
  WHERE person IS NOT NULL AND start IS NOT NULL
  GROUP BY person, start
), span AS (
  SELECT evidence, person, p, start AS imprisoned, released,
         CASE WHEN start = first_of_month(start) THEN first_of_month(start) ELSE add_months(first_of_month(start), 1) END AS from_month,
         CASE WHEN released IS NULL THEN DATE '9999-12-01'
              WHEN month_index(released) < month_index(CAST(released + INTERVAL '1' DAY AS DATE)) THEN first_of_month(released)
              ELSE add_months(first_of_month(released), -1) END AS to_month
  FROM term
)
SELECT evidence, person, p, imprisoned, released, from_month, to_month
FROM span
WHERE from_month <= to_month
