# Everything the house does. A fresh machine needs Python 3.11 or newer, git and make; the rest is installed from locks
# into .venv by tools/setup.sh, once, and again when a lock or pyproject.toml changes.
#
#   make test PYTHON=python3.13     another Python (the environment is made anew for it)
#   make test ARGS="-k lots -x"     more words for the program that the target calls

PYTHON ?=
VENV ?= .venv
ARGS ?=
export PYTHON VENV

bin := "$(VENV)"/bin
setup := sh tools/setup.sh

.DEFAULT_GOAL := help
.PHONY: help demo test test-shared test-slow test-spark lint format types docs cli-reference cli-reference-check schemas laws-table codes codes-check bench check lock clean \
	setup-runtime setup-test setup-spark setup-lint setup-docs setup-lock

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-20s %s\n", $$1, $$2 }' Makefile

demo: setup-runtime ## who was elected in Bolivia in 2020, and why
	$(bin)/escrutinio elect bo-2020

test: setup-test ## all tests and examples that need only this repository
	$(bin)/python -m pytest -n 2 -m "not shared" $(ARGS)

test-shared: setup-test ## the tests that need the data folder beside the repository (../shared, or ESCRUTINIO_SHARED)
	$(bin)/python -m pytest -m shared tests $(ARGS)

test-slow: setup-test ## 3,000 damaged files, an import killed at 200 moments, margins of 2,000 elections of each rule
	$(bin)/python -m pytest -n 2 -m "slow and not shared" tests $(ARGS)

test-spark: setup-spark ## the same answers on a real Spark Connect server, started here (installs Java on Debian if need be)
	VENV="$(VENV)" sh tools/spark_connect.sh run $(bin)/python -m pytest tests/canvass_spark $(ARGS)

lint: setup-lint ## ruff: every rule, and the format
	$(bin)/ruff check $(ARGS)
	$(bin)/ruff format --check

format: setup-lint ## let ruff mend what it can
	$(bin)/ruff check --fix-only
	$(bin)/ruff format

types: setup-lint ## mypy, strict
	$(bin)/mypy $(ARGS)

docs: setup-docs ## the documentation, every warning an error (docs/_build/html)
	$(bin)/python -m sphinx -W --keep-going -n -q -b html docs docs/_build/html $(ARGS)

cli-reference: setup-runtime ## write docs/cli.md anew from the commands
	$(bin)/python tools/cli_reference.py docs/cli.md

cli-reference-check: setup-runtime ## fail where docs/cli.md is out of date
	$(bin)/python tools/cli_reference.py --check docs/cli.md

schemas: setup-runtime ## write docs/schema anew from the shapes of law and election files
	$(bin)/python tools/schemas.py docs/schema

laws-table: setup-runtime ## write docs/laws.md anew from the country folders
	$(bin)/python tools/laws.py docs/laws.md

codes: setup-runtime ## write docs/codes.md anew from the checks and the reader's sentences
	$(bin)/python tools/codes.py docs/codes.md

codes-check: setup-runtime ## fail where docs/codes.md is out of date
	$(bin)/python tools/codes.py --check docs/codes.md

bench: setup-test ## the benchmarks: ratios measured side by side in one run
	@for file in benchmarks/[!_]*.py; do echo "== $$file"; $(bin)/python -P "$$file" $(ARGS) || exit 1; done

check: test lint types docs cli-reference-check codes-check ## test, lint, types, docs and the generated pages

lock: setup-lock ## write the locks anew; ARGS=--upgrade takes newer versions
	sh tools/lock.sh $(ARGS)

clean: ## remove what was built, and the environment
	rm -rf "$(VENV)" docs/_build dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis

setup-runtime setup-test setup-spark setup-lint setup-docs setup-lock:
	@$(setup) $(@:setup-%=%)
