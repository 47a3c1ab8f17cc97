package sheet
import ("testing";"os";"context";"fmt";"time";"strings";"golang.org/x/text/encoding/simplifiedchinese")
func TestTmp(t *testing.T) {
	var s strings.Builder
	for i := range 500000 { fmt.Fprintf(&s, "%d,第%d乡,第%d村,张三%d,990101196001%06d,6217%015d,耕地地力保护补贴,%d,96.35,%d.5,2024-01-31,\n", i, i%20, i%588, i, i, i, i%400, i%900) }
	os.WriteFile("/tmp/sheet/u.csv", []byte(s.String()), 0o600)
	g, _ := simplifiedchinese.GB18030.NewEncoder().String(s.String())
	os.WriteFile("/tmp/sheet/g.csv", []byte(g), 0o600)
	var h strings.Builder
	h.WriteString("<table>")
	for i := range 100000 { fmt.Fprintf(&h, "<tr><td>%d</td><td>第%d乡</td><td>张三%d</td><td>990101196001%06d</td></tr>\n", i, i%20, i%588, i) }
	os.WriteFile("/tmp/sheet/h.xls", []byte(h.String()), 0o600)
	for _, p := range []string{"u.csv","g.csv","h.xls","big.xls","big.xlsx"} {
	t0 := time.Now(); c0 := cpu()
	b, err := Open("/tmp/sheet/"+p, Options{})
	if err != nil { t.Fatal(err) }
	n := 0
	err = b.Read(context.Background(), 0, func(r *Row) error { n++; return nil })
	fmt.Println(p, n, err, time.Since(t0), "cpu ticks", cpu()-c0, b.Encoding())
	b.Close()
	}
}
func cpu() int { s, _ := os.ReadFile("/proc/self/stat"); f := strings.Fields(string(s)); var u, k int; fmt.Sscan(f[13], &u); fmt.Sscan(f[14], &k); return u+k }
