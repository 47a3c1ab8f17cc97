-- One row per household that draws relief, village and span: the amount is the household's and stands on every member's row,
-- so it counts once. evidence is one of those rows, the same in every run.
SELECT household, village, from_month, to_month,
       MAX(monthly_amount) AS monthly_amount,
       MAX(household_p) AS p,
       MIN(evidence) AS evidence,
       MIN(first_month) AS first_month,
       MAX(last_month) AS last_month
FROM relief_span
WHERE household IS NOT NULL
GROUP BY household, village, from_month, to_month
