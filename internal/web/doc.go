// Package web serves the pages of one run of screening: overview, leads, a lead with its evidence, what was read, rules
// and data quality. It reads the directory that `xunzhi screen` wrote and computes nothing anew.
//
// Invariants: everything works without script; nothing is loaded from elsewhere; personal numbers are masked on every
// page; every page that shows leads says that a hit is a question; only GET and HEAD are answered, and only to a browser
// that asked for this machine by a loopback name. The caller must listen on loopback, as there are no accounts.
//
// What is not here: accounts, changes of any kind, exports.
package web
