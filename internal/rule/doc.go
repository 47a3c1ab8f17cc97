// Package rule is the catalogue of comparison models (比对模型): it loads the rules' folders, checks them, and resolves
// their dated parameters against a county's policy.
//
// A rule that the loader accepts names only tables and parameters that exist, keeps to the SQL that DuckDB and Trino
// share, and says how it goes wrong. What is not here: running rules (engine/), making leads (screening/).
package rule
