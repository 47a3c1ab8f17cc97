// Command xunzhi is the product: see xunzhi --help.
package main

import (
	"os"

	"xunzhi/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdout, os.Stderr)) }
