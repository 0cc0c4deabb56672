# The two commands a reader needs: make run, make test. The rest serves those who change the code.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# More words for pytest: make test ARGS="tests/unit -x"
ARGS ?=
# One more than the two cores of a usual machine: browser tests mostly wait.
WORKERS ?= 3

.PHONY: help run test check format lint types contract reference illustrative benchmark screenshots

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(VENV)/.run: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	$(PIP) -r requirements-dev.txt
	@touch $@

run: $(VENV)/.run ## Install what is needed and serve the dashboard on http://localhost:8501
	$(BIN)/python -m data init
	$(BIN)/python -m streamlit run app.py --server.port $(PORT)

test: $(VENV)/.dev ## Install what is needed and run every test this machine can run
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile $(ARGS)

check: format lint types contract ## Check format, lint, types and import contract; change nothing

format: $(VENV)/.dev
	$(BIN)/ruff format --check .

lint: $(VENV)/.dev
	$(BIN)/ruff check .

types: $(VENV)/.dev
	$(BIN)/mypy

contract: $(VENV)/.dev
	$(BIN)/lint-imports

reference: $(VENV)/.dev ## Build the files of data/reference and the data dictionary again
	$(BIN)/python -m scripts.build_reference

illustrative: $(VENV)/.dev ## Build the illustrative assessments again from their seed
	$(BIN)/python -m scripts.build_illustrative

DISTRICT := [data-testid=stSidebar] [data-field=district] select
MAP_CLICK := [data-testid=stMain] [data-field=layer] button:nth-of-type(2)

benchmark: $(VENV)/.dev ## Time the pages that "make run" serves against a blank page (needs Chromium)
	$(BIN)/python benchmarks/paint.py --base-url http://127.0.0.1:$(PORT) \
		--page 'overview=/?province=66' --page 'map=/ban-do?province=66' --page 'country=/ban-do?province=vn' \
		--click 'overview=$(DISTRICT)' --click 'map=$(MAP_CLICK)' --click 'country=$(MAP_CLICK)'
	$(BIN)/python benchmarks/server.py

screenshots: $(VENV)/.dev ## Take the pictures of the README from what "make run" serves (needs Chromium)
	$(BIN)/python -m scripts.take_screenshots --base-url http://127.0.0.1:$(PORT)
