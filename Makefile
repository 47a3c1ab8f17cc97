# Everything that people and machines run. `make help` lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
export CGO_ENABLED := 1
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
DEMO ?= demo
ADDR ?= 127.0.0.1:8588

.PHONY: help build demo test lint bench fuzz

help: ## list what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

build: ## build bin/xunzhi
	go build -trimpath -o bin/xunzhi ./cmd/xunzhi

demo: build ## make a county of 588 villages, screen it, serve it on loopback
	./scripts/demo "$(DEMO)" "$(ADDR)"

test: ## install what tests need, then lint and run every test
	./scripts/test

lint: ## formatting, vet, staticcheck
	./scripts/lint "$(STATICCHECK)"

bench: build ## print the figures of docs/benchmarks.md on this machine
	./scripts/bench

fuzz: ## fuzz every parser for FUZZTIME (30s) each
	./scripts/fuzz
