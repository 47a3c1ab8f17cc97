// Package xunzhi is the vocabulary of the product: person numbers (GB 11643), organisation codes (GB 32100),
// village codes, exact money, price and area, dates, months and closed month spans, dated policy values, entity ids,
// leads, and the one error type. Everything else may import it; it imports nothing of the product.
//
// Nothing here reads a clock, a file or the network: the same input gives the same output for ever.
package xunzhi
