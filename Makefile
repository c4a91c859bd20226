# The two commands that matter: `make run` and `make test`. They set up what they need.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin

# Python keeps what it compiled: the hub then starts in a third of the time, and tests start it a hundred times.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test check format bench peers lock clean

help: ## Show what can be done
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | awk -F'|' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: ## Set up .venv and the front end, nothing else
	@test -n "$(PYTHON)" || { echo "Causeway needs Python 3.11 or newer; none was found."; exit 1; }
	@$(PYTHON) tools/set_up.py run

setup-dev:
	@test -n "$(PYTHON)" || { echo "Causeway needs Python 3.11 or newer; none was found."; exit 1; }
	@$(PYTHON) tools/set_up.py dev

run: setup ## Load the demonstration, run it through the real doors, serve it on 127.0.0.1:8000
	@$(BIN)/causeway demo

test: setup-dev ## Run every test
	@$(BIN)/python -m pytest $(TESTS)

check: setup-dev ## Style, types, architecture, documents
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -q tests/architecture

format: setup-dev ## Put the code into shape
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

bench: setup-dev ## Measure the engines against their peers: all of it, or what ARGS names (make bench ARGS=index)
	@PYTHONPATH=.peers $(BIN)/python benchmarks/run_all.py $(ARGS)

peers: setup-dev ## Fetch what the benchmarks compare with, into .peers (needs a C++ compiler)
	@$(BIN)/uv pip install -q --target .peers -r requirements/peers.txt

lock: ## Write the pins anew from pyproject.toml
	@$(PYTHON) tools/lock.py

clean: ## Remove what set-up and tests made; the state folder stays
	@rm -rf .venv .peers node_modules build dist .mypy_cache .ruff_cache .import_linter_cache src/causeway/hub/base/theme/static/vendor src/causeway/routing/data/country.mmdb
