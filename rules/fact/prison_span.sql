-- The whole calendar months that a person was in prison, as first days of the first and last of them. An empty end means that the
-- term goes on.
WITH term AS (
  SELECT _id AS evidence, person, person_p AS p, start AS imprisoned, "end" AS released,
         CASE WHEN start = first_of_month(start) THEN first_of_month(start) ELSE add_months(first_of_month(start), 1) END AS from_month,
         CASE WHEN "end" IS NULL THEN DATE '9999-12-01'
              WHEN month_index("end") < month_index(CAST("end" + INTERVAL '1' DAY AS DATE)) THEN first_of_month("end")
              ELSE add_months(first_of_month("end"), -1) END AS to_month
  FROM prison
  WHERE person IS NOT NULL AND start IS NOT NULL
)
SELECT evidence, person, p, imprisoned, released, from_month, to_month
FROM term
WHERE from_month <= to_month
