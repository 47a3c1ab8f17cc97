package synth

import "strings"

// field is one column that a source can have.
type field struct {
	id    string
	kind  kind
	heads []string // what the column may be called
}

// source is one kind of table that a department hands over.
type source struct {
	id     string
	titles []string // what the table may be called
	splits []split  // how it may be cut into files and sheets
	fields []field
	index  map[string]int
	step   step
	gen    func(*block) // background rows of one village and period; nil where all rows are extras
	own    bool         // gen places the extras itself
	noise  bool         // numbers in the background may be mistyped
	sum    string       // field that a 合计 row adds up
	extras []*row
	byCut  map[[2]int][]*row // extras by village and period
}

// step says what a source's periods are.
type step uint8

const (
	static step = iota
	monthly
	yearly
)

// split says how a source is cut.
type split uint8

const (
	oneFile     split = iota // one file, one sheet
	townSheets               // one file, a sheet for each township
	townFiles                // a file for each township
	periodFiles              // a file for each month or year
	periodTowns              // a file for each month or year, a sheet for each township
)

var kinds = map[byte]kind{'t': kText, 'n': kName, 'i': kID, 'u': kCode, 'y': kYuan, 'p': kPrice, 'a': kMu, 'd': kDate, 'm': kMonth, 'c': kInt, 'b': kBool, 'v': kVillage}

// idHeads are what a person number's column is called.
const idHeads = "身份证号|身份证号码|公民身份号码|证件号码|身份证|居民身份证号"

// sourceTable: one source a paragraph. First line: id, period (s static, m month, y year), splits (1 one file, s sheets by
// township, t file by township, p file by period, q file by period with sheets), flags (n noise), field of the sum or -,
// titles. Then its fields: id:type=heads.
const sourceTable = `
village s 1 - - 行政村名册|村(社区)基本情况表|全县村和社区名录
code:t=村代码|行政区划代码|统计用区划代码|村级代码
township:t=乡镇|乡镇(街道)|所属乡镇|镇街
name:t=村名|村(社区)名称|行政村|村居名称
kind:t=类型|类别|村/社区
households:c=户数|总户数
residents:c=人口|总人口|户籍人口(人)
party_members:c=党员数|党员人数
area_mu:a=耕地面积(亩)|耕地面积|面积(亩)
collective_income:y=村集体收入|上年集体经营性收入(元)|集体收入(元)

resident s 1st - - 户籍人口信息|常住户籍人口表|人口信息登记表
household_no:t=户号|户编号|家庭户号
name:n=姓名|人员姓名
id_number:i=` + idHeads + `
sex:t=性别
birth_date:d=出生日期|出生年月日|出生时间
relation:t=与户主关系|与户主的关系|家庭关系
village:v=村(居)委会|所属村|行政村
address:t=住址|家庭住址|户籍地址
status:t=人员状态|户籍状态|状态
moved_in:d=迁入日期|迁入时间
moved_out:d=迁出日期|迁出时间

death s 1s - - 死亡人口信息|死亡人员名单|死亡注销人员台账
name:n=姓名|死者姓名|死亡人员姓名
id_number:i=` + idHeads + `
death_date:d=死亡日期|死亡时间|去世时间
register_date:d=登记日期|注销日期|注销登记时间
origin:t=数据来源|信息来源|来源
village:v=村(居)委会|户籍村|所属村

payroll s 1 - - 财政供养人员信息|机关事业单位人员名册|财政统发工资人员表
name:n=姓名|人员姓名
id_number:i=` + idHeads + `
unit:t=单位|工作单位|单位名称
post:t=职务|岗位|职务(岗位)
status:t=人员状态|在职状态|状态
start:d=参加工作时间|起始日期|进入单位时间
end:d=截止日期|离职时间|离开时间

cadre s 1s - - 村干部名册|村两委班子成员信息表|村(社区)干部基本信息
village:v=村(社区)|所在村|任职村
name:n=姓名|干部姓名
id_number:i=` + idHeads + `
post:t=职务|现任职务|岗位
start:d=任职时间|任职起始时间|任职日期
end:d=离任时间|免职时间|任职截止
phone:t=联系电话|手机号|电话

kin s 1s - - 村干部近亲属信息|村干部亲属关系申报表|近亲属登记表
cadre_name:n=干部姓名|村干部姓名|申报人
cadre_id_number:i=干部身份证号|村干部身份证号码|申报人身份证号
kin_name:n=亲属姓名|近亲属姓名|家庭成员姓名
kin_id_number:i=亲属身份证号|近亲属身份证号码|家庭成员身份证号
relation:t=关系|与干部关系|亲属关系
village:v=村(社区)|所在村|任职村

kin_filing s 1 - - 近亲属享受救助备案表|经办人员和村干部近亲属备案登记
cadre_id_number:i=干部身份证号|村干部身份证号码
beneficiary_id_number:i=救助对象身份证号|享受救助人员身份证号码|备案对象身份证号
program:t=救助项目|享受项目|项目
filed:d=备案日期|备案时间

relief m q1 n amount 农村低保花名册|低保特困人员发放花名册|社会救助对象发放表
village:v=村(居)|所在村|村(社区)
head_name:n=户主姓名|户主|申请人姓名
head_id_number:i=户主身份证号|户主身份证号码|户主证件号码
category:t=救助类别|保障类别|类别
headcount:c=保障人数|享受人数|人数
monthly_amount:y=月保障金额|月发放金额|发放金额(元)
account:t=银行账号|开户账号|一卡通账号
start:m=享受起始年月|开始享受时间|批准时间
stop:m=停保年月|停发时间|终止时间
month:m=发放月份|所属月份|月份
p1:n=
i1:i=
p2:n=
i2:i=
p3:n=
i3:i=
p4:n=
i4:i=
p5:n=
i5:i=
p6:n=
i6:i=

payment y pt n amount 惠民惠农补贴一卡通发放明细|涉农补贴发放清册|惠农补贴资金发放表
program:t=补贴项目|项目名称|资金项目
paid_on:d=发放日期|发放时间|支付日期
village:v=村(居)|行政村|所属村
name:n=姓名|户主姓名|领款人|开户人
id_number:i=` + idHeads + `
account:t=银行账号|一卡通账号|账号
quantity:p=补贴数量|面积(亩)|数量
unit:t=单位|计量单位
unit_price:p=补贴标准|补贴标准(元)|单价
amount:y=补贴金额|发放金额|金额(元)
returned:b=是否退回|退票|是否退票

housing_grant s 1 n amount 农村危房改造对象花名册|危房改造补助资金发放表
village:v=村|行政村|所在村
name:n=户主姓名|姓名|改造户姓名
id_number:i=` + idHeads + `
grade:t=危房等级|房屋等级|鉴定等级
mode:t=改造方式|改造方法
amount:y=补助金额|补助资金(元)|发放金额
approved:d=批准时间|审批日期|批准年度
finished:d=竣工时间|竣工日期

relocation s 1 - - 易地扶贫搬迁安置名册|易地搬迁人员花名册
name:n=姓名|搬迁人口姓名
id_number:i=` + idHeads + `
household_no:t=户编号|搬迁户编号
site:t=安置点|安置点名称|安置小区
moved:d=入住时间|搬迁入住日期|搬迁时间

public_post m q1 n monthly_wage 公益性岗位人员发放表|公益岗补贴发放花名册|乡村公益性岗位人员名册
name:n=姓名|人员姓名
id_number:i=` + idHeads + `
post:t=岗位名称|公益岗位|岗位
village:v=所在村|安置村|行政村
start:d=上岗时间|聘用开始时间|合同起始
end:d=离岗时间|聘用结束时间|合同截止
monthly_wage:y=月补贴标准|岗位补贴(元)|月工资
month:m=发放月份|月份|补贴月份

monitored s 1 - - 脱贫户和监测对象名册|防返贫监测对象信息表
village:v=村|行政村|所在村
head_name:n=户主姓名|户主
head_id_number:i=户主身份证号|户主证件号码|户主身份证号码
name:n=家庭成员姓名|姓名
id_number:i=家庭成员身份证号|身份证号码|成员证件号码
kind:t=户类型|监测对象类别|对象类别
identified:d=识别时间|识别日期|纳入时间
lifted:d=风险消除时间|消除日期

machinery s 1 n subsidy 农机购置补贴明细|农业机械购置与应用补贴公示表
name:t=购机者姓名|购机者|购机人(组织)
holder_id:i=购机者证件号码|身份证号/统一社会信用代码|购机者身份证号
village:v=所在村|购机者所在村|村
model:t=机具型号|产品型号|机型
serial_no:t=出厂编号|机具编号|出厂号
engine_no:t=发动机号|发动机编号
dealer:t=经销商|经销企业
invoice_no:t=发票号|发票编号
price:y=销售价格|购机价格(元)|单台售价
subsidy:y=补贴金额|单台补贴额(元)|补贴额
bought:d=购机日期|购买时间|购机时间

pension m p n amount 养老待遇发放明细|养老金发放表|基本养老金社会化发放名册
name:n=姓名|领取人姓名|待遇领取人
id_number:i=` + idHeads + `
kind:t=险种|养老类别|险种类型
month:m=发放月份|待遇所属期|月份
amount:y=发放金额|养老金额|实发金额
account:t=银行账号|社保卡账号|账号

disability m q1 n amount 残疾人两项补贴发放表|困难残疾人生活补贴和重度残疾人护理补贴花名册
name:n=姓名|残疾人姓名
id_number:i=身份证号|残疾证号|身份证号码|残疾人证号
level:t=残疾等级|等级
kind:t=补贴类型|补贴种类|类型
month:m=发放月份|月份|补贴月份
amount:y=补贴金额|发放金额|金额(元)
account:t=银行账号|账号|开户账号

old_age m q1 n amount 高龄津贴发放名册|高龄老人补贴发放表|80周岁以上老人津贴花名册
name:n=姓名|老人姓名
id_number:i=` + idHeads + `
village:v=村(居)|所在村|村(社区)
month:m=发放月份|月份|津贴月份
amount:y=津贴金额|发放金额|金额(元)
account:t=银行账号|账号|一卡通账号

company s 1 - - 市场主体登记信息|企业工商登记信息|市场主体名录
uscc:u=统一社会信用代码|社会信用代码|信用代码
name:t=企业名称|主体名称|名称
kind:t=企业类型|主体类型|类型
legal_rep:n=法定代表人|法定代表人(负责人)|负责人
legal_rep_id:i=法定代表人证件号码|法人身份证号|负责人身份证号码
capital:y=注册资本|注册资金|出资额
established:d=成立日期|注册日期|成立时间
status:t=登记状态|经营状态|企业状态
address:t=住所|注册地址|经营场所
phone:t=联系电话|电话

company_person s 1 - - 企业股东及主要人员信息|股东和高管名单|市场主体主要人员表
uscc:u=统一社会信用代码|社会信用代码
company_name:t=企业名称|公司名称
name:n=姓名|人员姓名|股东姓名
id_number:i=` + idHeads + `
role:t=职务|人员类型|身份
share:p=出资比例|持股比例(%)|股权比例

vehicle s 1 n - 机动车登记信息|车辆登记信息|机动车辆信息表
plate:t=号牌号码|车牌号|车牌号码
owner_name:n=所有人|机动车所有人|车主姓名
owner_id:i=身份证明号码|所有人身份证号|车主证件号码
type:t=车辆类型|车型
use:t=使用性质|用途
model:t=品牌型号|车辆型号|品牌
registered:d=注册登记日期|初次登记日期|登记日期
status:t=机动车状态|车辆状态|状态
value:y=评估价值|车辆价格(元)|现值

property s 1 n - 不动产登记信息|房产登记信息查询结果|不动产登记台账
holder_name:n=权利人|权利人名称|产权人
holder_id:i=权利人证件号|证件号码|产权人身份证号
location:t=坐落|不动产坐落|房屋坐落
area_m2:p=建筑面积|面积(平方米)|房屋面积
use:t=用途|规划用途|房屋用途
price:y=交易价格|成交价(元)|交易金额
registered:d=登记时间|登簿时间|登记日期
sharing:t=共有方式|共有情况

employment s 1 n - 职工养老保险参保信息|城镇职工参保缴费信息|单位参保人员明细
name:n=姓名|参保人姓名
id_number:i=` + idHeads + `
unit_name:t=单位名称|参保单位|缴费单位
unit_uscc:u=单位统一社会信用代码|统一社会信用代码|单位信用代码
start:m=参保起始年月|缴费开始年月|起始年月
end:m=参保截止年月|缴费截止年月|终止年月

prison s 1 - - 服刑人员信息|在押服刑人员名单|社区矫正和服刑人员信息
name:n=姓名|罪犯姓名
id_number:i=` + idHeads + `
start:d=刑期起日|服刑开始日期|收监日期
end:d=刑期止日|服刑结束日期|刑满日期

land_right s ts - area_mu 农村土地承包经营权确权登记台账|承包地确权登记表
village:v=村|发包方村|所在村
head_name:n=承包方代表|户主姓名|承包方(代表)姓名
head_id_number:i=承包方证件号码|户主身份证号|代表身份证号
parcel_no:t=地块编码|地块代码|地块编号
area_mu:a=实测面积(亩)|确权面积|合同面积(亩)
land_class:t=地类|土地类别|地块类别

voucher y t - - 记账凭证序时账|序时账|会计凭证明细账
village:v=账套|村(社区)|核算单位
date:d=日期|凭证日期|记账日期
voucher_no:t=凭证号|凭证字号|记账凭证号
entry_no:c=分录号|分录序号|行号
attachments:c=附件数|附件张数|附单据数
summary:t=摘要|凭证摘要
account_code:t=科目代码|科目编码|会计科目代码
account_name:t=科目名称|会计科目|科目
debit:y=借方金额|借方|借方发生额
credit:y=贷方金额|贷方|贷方发生额
counterparty:t=往来单位(个人)|对方单位|收付款人
handler:t=经办人|经手人
approver:t=审批人|批准人
invoice_no:t=发票号|票据号|发票号码
method:t=结算方式|支付方式|收付方式

contract s 1s - - 农村集体经济合同台账|村级合同管理台账|三资合同登记表
contract_no:t=合同编号|合同号|编号
village:v=村(社区)|发包方|所属村
asset_no:t=资产编号|资产资源编号|标的编号
asset_name:t=资产资源名称|标的名称|发包标的
kind:t=资源类别|标的类型|类别
area_mu:a=面积(亩)|合同面积(亩)|发包面积
party:t=承包方|承租方|承包(承租)人
party_id:i=承包方证件号码|承包方身份证号/统一社会信用代码|承租方证件号
phone:t=联系电话|承包方电话
signed:d=签订日期|签订时间|合同签订日
start:d=起始日期|合同开始日期|承包起始时间
end:d=终止日期|合同到期日|承包截止时间
annual_amount:y=年承包费|年租金(元)|年应收金额
total_amount:y=合同总金额|合同总价款|总金额(元)
received:y=已收金额|累计已收|已收款(元)
arrears:y=欠缴金额|尚欠金额|欠款(元)
open_bid:b=是否公开竞价|是否公开招标|是否进场交易
meeting_date:d=民主议事日期|会议表决日期|决议日期
township_approval:d=乡镇审批日期|镇政府批准时间|乡镇审核日期
status:t=合同状态|履行状态|状态

collection s 1s - amount 合同收款台账|承包费收缴登记表|合同收款明细
contract_no:t=合同编号|合同号
due:d=应收日期|应缴时间|应收款日
received_on:d=收款日期|实收日期|缴款日期
amount:y=收款金额|实收金额|金额(元)
voucher_no:t=凭证号|入账凭证号|记账凭证号

asset s 1s - - 资产资源登记台账|村集体资产资源台账|集体资产清查登记表
asset_no:t=资产编号|资产资源编号|编号
village:v=村(社区)|所属村|权属单位
name:t=资产名称|资产资源名称|名称
kind:t=资产或资源|类型|资产类型
class:t=类别|资源类别|资产类别
location:t=坐落|所在位置|坐落位置
area_mu:a=面积(亩)|资源面积|面积
original_value:y=原值|资产原值(元)|账面原值
state:t=使用状态|经营状况|使用情况
tenant:t=承租人|使用人|承包(承租)人
contract_no:t=合同编号|对应合同号
acquired:d=取得日期|购建日期|入账日期

bank y t - - 村集体银行账户流水|村级账户交易明细|银行对账单
village:v=账户单位|村(社区)|户名所属村
account:t=账号|银行账号|本方账号
time:d=交易时间|交易日期|记账日期
direction:t=收支方向|借贷标志|收/支
amount:y=交易金额|发生额|金额
balance:y=余额|账户余额
counterparty:t=对方户名|交易对手|对方名称
counterparty_account:t=对方账号|对手账号
summary:t=摘要|用途|交易摘要

project s 1s - - 村级工程项目台账|农村小型工程项目登记表|乡村建设项目台账
project_no:t=项目编号|工程编号
village:v=村(社区)|实施村|建设地点村
name:t=项目名称|工程名称
location:t=建设地点|实施地点|工程地点
fund_source:t=资金来源|资金渠道
budget:y=预算金额|预算价|概算投资
award_amount:y=中标金额|中标价|合同价
final_amount:y=决算金额|结算价|审定金额
contractor:t=中标单位|施工单位|承建单位
contractor_uscc:u=中标单位统一社会信用代码|施工单位信用代码|施工单位统一社会信用代码
tender_method:t=招标方式|采购方式|发包方式
tendered:d=招标日期|开标日期|中标日期
started:d=开工日期|实际开工时间|开工时间
accepted:d=验收日期|竣工验收时间|验收时间

bid s 1 - - 工程投标记录|公共资源交易投标情况表|投标单位登记表
project_no:t=项目编号|工程编号|标段编号
bidder:t=投标单位|投标人|投标人名称
bidder_uscc:u=投标人统一社会信用代码|投标单位信用代码|统一社会信用代码
legal_rep:t=法定代表人|法人代表
contact:t=联系人|授权代表|委托代理人
phone:t=联系电话|联系方式
address:t=地址|单位地址|注册地址
price:y=投标报价|报价|投标报价(元)
deposit_account:t=保证金账户|保证金缴纳账号|投标保证金转出账号

meeting s 1s - - 四议两公开会议记录|村民代表会议记录表|民主议事决策台账
village:v=村(社区)|会议村|所属村
date:d=会议日期|会议时间|召开时间
topic:t=议题|会议议题|议事内容
object_no:t=关联编号|合同(项目)编号|事项编号
should_attend:c=应到人数|应到会人数
attended:c=实到人数|实到会人数
agreed:c=同意人数|同意票数|赞成人数

petition s 1 - - 信访举报登记表|信访件登记台账|群众来信来访登记
petition_no:t=信访编号|登记编号|件号
received:d=登记日期|受理日期|来访日期
channel:t=信访渠道|来源渠道|信访形式
petitioner:t=信访人姓名|来访人|反映人
petitioner_id:t=信访人身份证号|来访人证件号码|反映人身份证
petitioner_phone:t=信访人电话|来访人联系方式|反映人电话
petitioner_address:t=信访人住址|来访人住址|反映人地址
village:v=问题属地|反映村|涉及村
domain:t=问题类别|内容分类|反映领域
target_name:t=被反映人|被举报人|反映对象
target_post:t=被反映人职务|被举报人职务
summary:t=主要内容|反映内容|信访内容
repeat:b=是否重复件|重复信访
state:t=办理状态|办理情况

discipline s 1 - - 党纪政务处分情况表|监督执纪处分人员台账
name:n=姓名|被处分人
id_number:i=` + idHeads + `
unit:t=单位|单位及职务|所在单位
village:v=所在村|村(社区)
decision:t=处分种类|处分决定|处理结果
decided:d=处分日期|决定日期|处分时间
effect_end:d=影响期截止|处分影响期满|影响期止
category:t=问题类型|违纪类别|案由

medical y pt n total_cost 医保住院结算明细|住院费用结算信息|城乡居民医保住院报销明细
name:n=姓名|患者姓名|参保人姓名
id_number:i=` + idHeads + `
hospital:t=医院名称|就诊医院|定点医疗机构
admitted:d=入院日期|入院时间
discharged:d=出院日期|出院时间
settled:d=结算日期|结算时间
diagnosis:t=诊断|出院诊断|主要诊断
total_cost:y=总费用|医疗总费用|费用总额
reimbursed:y=报销金额|统筹支付|基金支付金额
self_paid:y=自付金额|个人支付|个人自付

party_member s 1s - - 党员名册|党员基本信息表|农村党员花名册
village:v=所在支部村|村(社区)|所在村
name:n=姓名|党员姓名
id_number:i=` + idHeads + `
joined:d=入党时间|入党日期

opinion s 1 - - 部门研判意见汇总|村情研判意见表|乡镇和部门研判意见
village:v=村(社区)|研判村|村
department:t=部门|研判单位|提出单位
verdict:t=研判等次|评价等次|类别
reason:t=理由|研判理由|情况说明
`

var splitOf = map[rune]split{'1': oneFile, 's': townSheets, 't': townFiles, 'p': periodFiles, 'q': periodTowns}
var stepOf = map[string]step{"s": static, "m": monthly, "y": yearly}

// loadSources reads sourceTable.
func loadSources() []*source {
	var all []*source
	for _, para := range strings.Split(strings.TrimSpace(sourceTable), "\n\n") {
		lines := strings.Split(para, "\n")
		h := strings.Fields(lines[0])
		s := &source{id: h[0], step: stepOf[h[1]], noise: h[3] == "n", sum: strings.Trim(h[4], "-"), titles: strings.Split(h[5], "|"), index: map[string]int{}}
		for _, c := range h[2] {
			s.splits = append(s.splits, splitOf[c])
		}
		for _, l := range lines[1:] {
			key, heads, _ := strings.Cut(l, "=")
			id, k, _ := strings.Cut(key, ":")
			s.index[id] = len(s.fields)
			s.fields = append(s.fields, field{id, kinds[k[0]], strings.Split(heads, "|")})
		}
		if s.sum == "amount" {
			if _, ok := s.index["amount"]; !ok {
				s.sum = "monthly_amount"
			}
		}
		all = append(all, s)
	}
	return all
}
