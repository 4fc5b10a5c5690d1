# Everything is set up by itself, in .venv. `make help` says what there is.
.DEFAULT_GOAL := help
.PHONY: help run test check chaos bench translations

export PORT ?= 8000
PYTHON := .venv/bin/python

help: ## say what there is
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 16

run: ## serve Parley with its demo on http://127.0.0.1:8000/ (PORT=8001 for another port)
	@scripts/run

test: ## run every test, on SQLite and on PostgreSQL with Redis
	@scripts/venv requirements-dev.txt
	@$(PYTHON) -m scripts.all_tests

check: ## lint, types, migrations, deployment checks, vendored files
	@scripts/venv requirements-dev.txt
	@scripts/check

chaos: ## break everything at random and compare the pages (SEEDS=, SEED= as tests/chaos says)
	@scripts/venv requirements-dev.txt
	@$(PYTHON) -m tests.chaos

bench: ## measure against the baselines, as bench/README.md says
	@scripts/venv requirements-dev.txt
	@$(PYTHON) -m bench

translations: ## collect what is to be translated into locale/ and compile it (needs GNU gettext)
	@scripts/venv requirements-dev.txt
	@$(PYTHON) -m scripts.translations
