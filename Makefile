# Everything a newcomer, a contributor and CI run. `make` alone lists what there is.
# Needs Python 3.11 or later, make, and a Python package index for the first set-up. PostgreSQL is used by the tests where
# one answers on this machine, and is needed for nothing.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

VENV    := .venv
BIN     := $(VENV)/bin
PYTHON  ?= $(shell for p in python3.11 python3 python3.12 python3.13 python3.14; do \
             "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
UV      ?= uv
# Two to four test processes: fewer waste a second core, more only take memory from one another.
WORKERS ?= $(shell $(BIN)/python -c 'import os; n = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 2; print(max(2, min(4, n)))' 2>/dev/null || echo 2)
CODE    := $(wildcard src tests bench scripts hatch_build.py)

DEMO    := demo
# An invented county as it stood two days before its section 114 notice; another council or date may be asked for.
COUNCIL ?= Drayvenwadeshire
AS_OF   ?= 2018-01-31
# A folder of real published files to show instead; they get a store of their own.
DATA    ?=
STORE   := $(DEMO)/$(if $(DATA),published,store)
BRIEF   := $(DEMO)/brief
# Where the demo's workbench answers; another port is taken where this one is. SERVE=no makes everything and stops.
HOST    ?= 127.0.0.1
PORT    ?= 8000
SERVE   ?= yes

.PHONY: help demo demo-invented demo-published test check format docs docs-check bench lock clean

help: ## this list
	@echo "Wholeplace: published returns in, comparable and traceable figures out."
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

# --- Setting up -------------------------------------------------------------------------------------------------

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Wholeplace needs Python 3.11 or later and found none. Install it, or name it: make demo PYTHON=/path/to/python3"; exit 1; }
	@echo "Making $(VENV) with $(PYTHON)"
	@"$(PYTHON)" -m venv $(VENV) || { rm -rf $(VENV); echo "Python could not make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

# Every file that is installed must have the SHA-256 that was pinned; then the package itself, from this folder.
FRONT := $(wildcard hatch_build.py scripts/build_frontend.py src/wholeplace/papers/style.py frontend/*.json frontend/src/* frontend/src/*/*)
$(VENV)/.ready: requirements/run.txt pyproject.toml $(FRONT) | $(BIN)/python
	@echo "Installing what Wholeplace runs on (hash-pinned)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.ready-test: requirements/test.txt $(VENV)/.ready
	@echo "Installing what the tests need (hash-pinned)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@

$(VENV)/.ready-spark: requirements/spark.txt $(VENV)/.ready-test
	@echo "Installing the spark extra (hash-pinned, some 400 MB)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/spark.txt
	@touch $@

.PHONY: spark
spark: $(VENV)/.ready-spark ## install the spark extra into .venv (needs Java 17 or later to run)

# --- Trying it --------------------------------------------------------------------------------------------------

$(DEMO)/sector/INVENTED.txt: $(wildcard src/wholeplace/sample/*.py) | $(VENV)/.ready
	@rm -rf $(DEMO)/sector && mkdir -p $(DEMO)
	@$(BIN)/wholeplace sample create $(DEMO)/sector > $(DEMO)/sector.txt || { cat $(DEMO)/sector.txt; exit 1; }
	@touch $@

demo: $(VENV)/.ready $(if $(DATA),demo-published,demo-invented) ## set up, make and load an invented sector (or DATA=FOLDER of published files), start the workbench
	@echo ""
	@echo "People to sign in to the workbench as, all invented:"
	@$(BIN)/wholeplace --store $(STORE) people sample
ifneq ($(SERVE),no)
	@echo ""
	@echo "Starting the workbench on $(if $(DATA),the published files of $(DATA),the invented sector)"
	@$(BIN)/wholeplace --store $(STORE) serve --with-worker --host $(HOST) --port $(PORT) --or-next-port
endif

demo-published: $(VENV)/.ready
	@test -e "$(DATA)" || { echo "There is no $(DATA). Name a folder of published files: make demo DATA=FOLDER"; exit 1; }
	@mkdir -p $(DEMO)
	@echo "Loading the published files in $(DATA) (what is loaded already stays as it is)"
	@$(BIN)/wholeplace --store $(STORE) load "$(DATA)" > $(DEMO)/published.txt 2> $(DEMO)/published-errors.txt || \
		{ test -e $(STORE)/catalogue.json || { cat $(DEMO)/published-errors.txt $(DEMO)/published.txt; exit 1; }; \
		  echo "Some files could not be read: $(DEMO)/published.txt says which and why."; }
	@tail -n 1 $(DEMO)/published.txt

demo-invented: $(VENV)/.ready $(DEMO)/sector/INVENTED.txt
	@echo "Loading the invented sector (what is loaded already stays as it is)"
	@$(BIN)/wholeplace --store $(STORE) load $(DEMO)/sector > $(DEMO)/load.txt || { cat $(DEMO)/load.txt; exit 1; }
	@tail -n 1 $(DEMO)/load.txt
	@$(BIN)/wholeplace --store $(STORE) brief "$(COUNCIL)" --as-of $(AS_OF) --out $(BRIEF).html > /dev/null
	@$(BIN)/wholeplace --store $(STORE) brief "$(COUNCIL)" --as-of $(AS_OF) --out $(BRIEF).pdf > /dev/null
	@echo ""
	@echo "A brief on $(COUNCIL), a council of an invented country, as it stood on $(AS_OF), is in"
	@echo "  $(CURDIR)/$(BRIEF).html"
	@echo "  $(CURDIR)/$(BRIEF).pdf"
	@echo ""
	@echo "Try next:"
	@echo "  export PATH=\"$(CURDIR)/$(BIN):\$$PATH\" WHOLEPLACE_STORE=\"$(CURDIR)/$(STORE)\""
	@echo "  wholeplace figures reserves-years-left --class county --period 2016-17"
	@echo "  wholeplace trace reserves-years-left \"$(COUNCIL)\" 2016-17"
	@echo "  wholeplace places like \"$(COUNCIL)\" --as-of $(AS_OF) --explain"

# --- Working on it ----------------------------------------------------------------------------------------------

test: check ## lint, types, layers, then every test; sets up first
	@$(BIN)/python scripts/browser_here.py
	@echo "Tests ($(WORKERS) processes, SQLite)"
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadscope $(ARGS)
	@if address=$$($(BIN)/python scripts/postgres_here.py); then \
	  echo "The workbench's tests again, on PostgreSQL"; \
	  WHOLEPLACE_TEST_DATABASE_URL=$$address $(BIN)/python -m pytest -n $(WORKERS) --dist loadscope -m "not own_database" tests/web $(ARGS); \
	else echo "The workbench's tests on PostgreSQL were not run."; fi

check: $(VENV)/.ready-test ## lint, formatting, types and the rule of layers, without the tests
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/ruff format --check --output-format concise $(CODE) || { echo "Formatting: run make format"; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

format: $(VENV)/.ready-test ## put imports in order and format
	@$(BIN)/ruff check --select I --fix $(CODE)
	@$(BIN)/ruff format $(CODE)

docs: $(VENV)/.ready ## write again the pages of docs/ that are generated from the code
	@$(BIN)/python scripts/generate_docs.py

bench: $(VENV)/.ready-test ## measure what the README claims; see docs/benchmarks.md
	@$(BIN)/python -m bench $(ARGS)

# uv only works the pins out; installing needs nothing but pip. Pins already made are kept: add ARGS=--upgrade to move them.
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate
lock: ## work out constraints.txt and requirements/*.txt afresh from pyproject.toml (needs uv)
	@command -v $(UV) > /dev/null || { echo "make lock needs uv: install it, or name it: make lock UV=/path/to/uv"; exit 1; }
	$(COMPILE) $(ARGS) --all-extras pyproject.toml requirements/build.in -o constraints.txt
	$(COMPILE) -c constraints.txt --extra web pyproject.toml requirements/build.in -o requirements/run.txt
	$(COMPILE) -c constraints.txt --extra web --extra test pyproject.toml requirements/build.in -o requirements/test.txt
	$(COMPILE) -c constraints.txt --extra web --extra spark pyproject.toml requirements/build.in -o requirements/spark.txt

clean: ## remove .venv, the demo and every cache
	rm -rf $(VENV) $(DEMO) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find src tests bench scripts -name __pycache__ -type d -prune -exec rm -rf {} +
