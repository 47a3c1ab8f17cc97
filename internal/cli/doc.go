// Package cli holds the commands of xunzhi, one file a command. Results go to stdout, progress to stderr.
//
// Exit codes: 0 done, 1 failed, 2 called wrongly, 3 done but some files or rows were refused.
package cli
