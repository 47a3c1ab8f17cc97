// Command profile runs xunzhi's command line under the CPU profiler: profile CPU.prof screen DIR …
package main

import (
	"os"
	"runtime/pprof"

	"xunzhi/internal/cli"
)

func main() {
	f, err := os.Create(os.Args[1])
	if err != nil {
		panic(err)
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		panic(err)
	}
	code := cli.Main(os.Args[2:], os.Stdout, os.Stderr)
	pprof.StopCPUProfile()
	if err := f.Close(); err != nil {
		panic(err)
	}
	os.Exit(code)
}
