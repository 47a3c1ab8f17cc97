package intake
import ("testing";"encoding/json";"fmt")
func TestSmoke(t *testing.T){
 k,rep:=loadFiles(t,map[string]string{
 "村名册.csv":villages,
 "低保/农村低保花名册2025年5月.xlsx":"## 合涧镇\n农村低保花名册\n单位:元\n序号|村|户主姓名|户主身份证号|月保障金额|成员姓名1|身份证1|成员姓名2|身份证2\n=1|小庄村|王大|"+id("19400102",1)+"|=300|王二|"+id("19700102",1)+"|王三|"+id("19900102",1)+"\n=2|张庄|李大|"+id("19400302",1)+"|=400\n合计||||=700\n填表人:张三|||审核人:李四",
 "死亡.csv":"姓名,身份证号,死亡日期\n王大,"+id("19400102",1)+",2025年2月10日\n",
 "合涧镇202403.csv":"户名,身份证,账号,项目名称,金额(元)\n王大,"+id("19400102",1)+",6217000012345678901,地力补贴,\"1,200.50\"\n",
 "信访.csv":"信访编号,收到日期,信访人,联系电话,被反映人,村,反映内容\nX1,2024-01-02,张三丰,13912345678,李四,柳滩村,贪污\n",
 })
 b,_:=json.MarshalIndent(rep," "," "); fmt.Println(string(b))
 for _,b:=range k.batches{ fmt.Println(b.src.ID); for _,r:=range b.rows{ fmt.Println("  ",r)}; fmt.Println(b.rejects)}
}
