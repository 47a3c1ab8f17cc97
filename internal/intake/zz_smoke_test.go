package intake
import ("testing";"os";"fmt";"context";"sort";"time")
func TestSmoke(t *testing.T){
 for _,dir:=range []string{"/tmp/synth/s1","/tmp/synth/s2","/tmp/synth/v","/tmp/synth/t"}{
 if _,err:=os.Stat(dir);err!=nil{continue}
 t0:=time.Now()
 ctx,c:=context.WithTimeout(context.Background(),40*time.Second); 
 rep,err:=Plan(ctx,dir,Options{}); c(); if err!=nil{fmt.Println(dir,err);continue}
 for _,f:=range rep.Files{
  for _,s:=range f.Sheets{
   if s.Status!=Planned||s.Rejected>0||len(s.Reasons)>0||len(s.Missing)>0||s.Confidence<0.95{
   fmt.Printf("%s/%s [%s] %s %s %.3f rows %d rej %d miss %v notes %v\n",dir,f.File,s.Name,s.Status,s.Source,s.Confidence,s.Rows,s.Rejected,s.Missing,s.Notes)
   ks:=[]string{}; for k,n:=range s.Reasons{ks=append(ks,fmt.Sprintf("%s=%d",k,n))}; sort.Strings(ks)
   if len(ks)>0 {fmt.Println("     reasons",ks); for i:=0;i<len(s.Rejects)&&i<3;i++{fmt.Println("       ",s.Rejects[i])}}
   }
  }
 }
 fmt.Println(dir,"files",len(rep.Files),"rows",rep.Rows,"rej",rep.Rejected,time.Since(t0))
 }
}
