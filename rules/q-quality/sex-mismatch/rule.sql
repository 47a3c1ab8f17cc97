SELECT
  CAST(r._id AS VARCHAR) AS subject,
  r.village,
  CAST(1 AS DOUBLE) AS confidence,
  r._id AS evidence_1,
  COALESCE(r.name, '某行') AS subject_name,
  r.sex,
  substr(r.id_number, 17, 1) AS digit,
  CASE WHEN mod(CAST(substr(r.id_number, 17, 1) AS BIGINT), 2) = 1 THEN '男' ELSE '女' END AS should
FROM resident r
WHERE r.id_number_state IN ('ok', 'ok15')
  AND r.sex IN ('男', '女')
  AND r.sex <> CASE WHEN mod(CAST(substr(r.id_number, 17, 1) AS BIGINT), 2) = 1 THEN '男' ELSE '女' END
