package cli

// ruleTemplate is a small rule that runs and passes its case.
var ruleTemplate = map[string]string{
	"rule.yml": `id: @ID@
title: 请写标题
domain: @DOMAIN@
grade: yellow
needs: [relief, death]
subject: person
parameters:
  - {name: grace, type: int, default: 1, unit: 月, about: 死亡当月之后仍视为正常的月数}
logic: 请用一句话写明逻辑
explanation: "{name}于{death_date}死亡,{first}至{last}仍有{count}笔,合计{amount}元"
basis: 请写依据的条款
false_positives:
  - {looks_like: 请写看起来一样的无害情形, avoided_by: 请写规则怎样避开它}
verify: [请写现场核查要点]
verifier: 请写主管部门
prior: {true: 5, false: 5}
`,
	"rule.sql": `-- One row for every month that was paid after the person's death.
SELECT
  r.person AS subject,
  r.village AS village,
  r.monthly_amount AS amount,
  r.month AS first_date,
  r.month AS last_date,
  r.person_p * d.person_p AS confidence,
  r._id AS evidence_1,
  d._id AS evidence_2,
  d.death_date AS death_date
FROM relief r
JOIN death d ON d.person = r.person
JOIN param_grace g ON r.month BETWEEN g.valid_from AND g.valid_to
WHERE months_between(d.death_date, r.month) > g.value
`,
	"README.md": `# @ID@

## 方法
请写规则读哪些数据、怎样比对、边界怎样取。

## 例子
请举一个有数字的例子:哪张表、哪一行、哪一行,为什么成为疑点。

## 为什么重要
请写它对群众、对资金意味着什么。

## 排除
请写哪些看起来一样的情形不算,以及规则怎样把它们排除。

## 假定
请写规则假定数据具有的性质;数据不具备时会怎样。
`,
	"cases/cases.yml": `- name: 死亡三个月后仍发放
  kind: hit
  as_of: 2025-06-30
  people: {王大: 1940-01-02 男}
  given:
    relief: [{village: "990101100200", head_name: 王大, head_id_number: 王大, name: 王大, id_number: 王大, monthly_amount: 300, month: 2025-05}]
    death: [{name: 王大, id_number: 王大, death_date: 2025-02-10}]
  expect: [{subject: 王大, village: "990101100200", amount: "300.00", first: 2025-05-01}]
- name: 宽限月内发放
  kind: exempt
  as_of: 2025-06-30
  people: {王大: 1940-01-02 男}
  given:
    relief: [{village: "990101100200", head_name: 王大, head_id_number: 王大, name: 王大, id_number: 王大, monthly_amount: 300, month: 2025-03}]
    death: [{name: 王大, id_number: 王大, death_date: 2025-02-10}]
  expect: []
`,
}
