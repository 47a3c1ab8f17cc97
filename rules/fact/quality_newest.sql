-- The newest day that each source speaks of, up to the run's date, with a row as an example. rhythm: month for what is paid or booked
-- every month, year for registers that may be quiet for months.
-- over: relief pension disability old_age public_post bank voucher payment death vehicle property employment medical meeting contract collection project
SELECT '低保特困花名册' AS source, 'month' AS rhythm, m.newest, min(s._id) AS id
FROM relief s
JOIN (SELECT max(s.month) AS newest FROM relief s WHERE s.month <= as_of()) m ON s.month = m.newest
GROUP BY m.newest
UNION ALL
SELECT '养老待遇发放' AS source, 'month' AS rhythm, m.newest, min(s._id) AS id
FROM pension s
JOIN (SELECT max(s.month) AS newest FROM pension s WHERE s.month <= as_of()) m ON s.month = m.newest
GROUP BY m.newest
UNION ALL
SELECT '残疾人两项补贴' AS source, 'month' AS rhythm, m.newest, min(s._id) AS id
FROM disability s
JOIN (SELECT max(s.month) AS newest FROM disability s WHERE s.month <= as_of()) m ON s.month = m.newest
GROUP BY m.newest
UNION ALL
SELECT '高龄津贴' AS source, 'month' AS rhythm, m.newest, min(s._id) AS id
FROM old_age s
JOIN (SELECT max(s.month) AS newest FROM old_age s WHERE s.month <= as_of()) m ON s.month = m.newest
GROUP BY m.newest
UNION ALL
SELECT '公益性岗位' AS source, 'month' AS rhythm, m.newest, min(s._id) AS id
FROM public_post s
JOIN (SELECT max(s.month) AS newest FROM public_post s WHERE s.month <= as_of()) m ON s.month = m.newest
GROUP BY m.newest
UNION ALL
SELECT '三资·村集体账户流水' AS source, 'month' AS rhythm, m.newest, min(s._id) AS id
FROM bank s
JOIN (SELECT max(s.time) AS newest FROM bank s WHERE s.time <= as_of()) m ON s.time = m.newest
GROUP BY m.newest
UNION ALL
SELECT '三资·会计凭证(序时账)' AS source, 'month' AS rhythm, m.newest, min(s._id) AS id
FROM voucher s
JOIN (SELECT max(s.date) AS newest FROM voucher s WHERE s.date <= as_of()) m ON s.date = m.newest
GROUP BY m.newest
UNION ALL
SELECT '惠民惠农一卡通发放明细' AS source, 'year' AS rhythm, m.newest, min(s._id) AS id
FROM payment s
JOIN (SELECT max(COALESCE(s.month, s.paid_on)) AS newest FROM payment s WHERE COALESCE(s.month, s.paid_on) <= as_of()) m ON COALESCE(s.month, s.paid_on) = m.newest
GROUP BY m.newest
UNION ALL
SELECT '死亡人口' AS source, 'year' AS rhythm, m.newest, min(s._id) AS id
FROM death s
JOIN (SELECT max(s.death_date) AS newest FROM death s WHERE s.death_date <= as_of()) m ON s.death_date = m.newest
GROUP BY m.newest
UNION ALL
SELECT '机动车' AS source, 'year' AS rhythm, m.newest, min(s._id) AS id
FROM vehicle s
JOIN (SELECT max(s.registered) AS newest FROM vehicle s WHERE s.registered <= as_of()) m ON s.registered = m.newest
GROUP BY m.newest
UNION ALL
SELECT '不动产' AS source, 'year' AS rhythm, m.newest, min(s._id) AS id
FROM property s
JOIN (SELECT max(s.registered) AS newest FROM property s WHERE s.registered <= as_of()) m ON s.registered = m.newest
GROUP BY m.newest
UNION ALL
SELECT '职工参保' AS source, 'year' AS rhythm, m.newest, min(s._id) AS id
FROM employment s
JOIN (SELECT max(s.start) AS newest FROM employment s WHERE s.start <= as_of()) m ON s.start = m.newest
GROUP BY m.newest
UNION ALL
SELECT '医保住院结算' AS source, 'year' AS rhythm, m.newest, min(s._id) AS id
FROM medical s
JOIN (SELECT max(s.discharged) AS newest FROM medical s WHERE s.discharged <= as_of()) m ON s.discharged = m.newest
GROUP BY m.newest
UNION ALL
SELECT '四议两公开会议记录' AS source, 'year' AS rhythm, m.newest, min(s._id) AS id
FROM meeting s
JOIN (SELECT max(s.date) AS newest FROM meeting s WHERE s.date <= as_of()) m ON s.date = m.newest
GROUP BY m.newest
UNION ALL
SELECT '三资·合同台账' AS source, 'year' AS rhythm, m.newest, min(s._id) AS id
FROM contract s
JOIN (SELECT max(s.signed) AS newest FROM contract s WHERE s.signed <= as_of()) m ON s.signed = m.newest
GROUP BY m.newest
UNION ALL
SELECT '三资·合同收款' AS source, 'year' AS rhythm, m.newest, min(s._id) AS id
FROM collection s
JOIN (SELECT max(s.received_on) AS newest FROM collection s WHERE s.received_on <= as_of()) m ON s.received_on = m.newest
GROUP BY m.newest
UNION ALL
SELECT '村级工程项目' AS source, 'year' AS rhythm, m.newest, min(s._id) AS id
FROM project s
JOIN (SELECT max(s.tendered) AS newest FROM project s WHERE s.tendered <= as_of()) m ON s.tendered = m.newest
GROUP BY m.newest
