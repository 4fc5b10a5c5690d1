# Everything is set up by itself, in .venv. `make help` says what there is.
.DEFAULT_GOAL := help
.PHONY: help run design test check audit screenshots chaos bench translations

export PORT ?= 8000
PYTHON := .venv/bin/python

help: ## say what there is
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 16

run: ## serve Parley with its demo on http://127.0.0.1:8000/ (PORT=8001 for another port)
	@scripts/run

design: ## serve Parley for those who change its looks: pages reload themselves, /workbench/ shows every fragment
	@scripts/design

test: ## run every test, on SQLite and on PostgreSQL with Redis
	@scripts/venv requirements-dev.txt
	@$(PYTHON) -m tests.on_postgres_and_redis pytest accounts alerts rooms site_config workbench
	@$(PYTHON) -m pytest

check: ## lint, types, migrations, deployment checks, vendored files
	@scripts/venv requirements-dev.txt
	@scripts/check

audit: ## judge every page by axe-core, the Nu HTML Checker and Lighthouse (ONLY=axe, PAGE=/alerts/; needs npm and Java)
	@scripts/venv requirements-dev.txt
	@$(PYTHON) -m tests.audit

screenshots: ## take the pictures in docs/screenshots again
	@scripts/venv requirements-dev.txt
	@$(PYTHON) -m tests.screenshots

chaos: ## break everything at random and compare the pages (SEEDS=, SEED= as tests/chaos says)
	@scripts/venv requirements-dev.txt
	@$(PYTHON) -m tests.chaos

bench: ## measure against the baselines, as bench/README.md says
	@scripts/venv requirements-dev.txt
	@$(PYTHON) -m bench

translations: ## collect what is to be translated into locale/ and compile it (needs GNU gettext)
	@scripts/venv requirements-dev.txt
	@$(PYTHON) -m scripts.translations
