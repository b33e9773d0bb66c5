# Needs make and Python 3.11 or newer, nothing else. Works with GNU make 3.81 (macOS).
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
UV_LOCK := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --all-extras --custom-compile-command "make lock" -q pyproject.toml
# Without ARGS, in four processes: much of a run is waiting. With ARGS, in one, to be looked at.
PARALLEL := -n 4
ARGS ?=
# A run starts a hundred processes: what they import is compiled once, whatever the shell says.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help install run test check fix messages bench chaos lock

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(STAMP) ## Make .venv, with what the locks name
	@:

run: $(STAMP) ## Run Karani here, with a database of its own (PORT=8001 for another port)
	@$(BIN)/karani up

test: $(STAMP) ## Run all tests (ARGS="-k sale" for some)
	$(BIN)/python -m pytest $(or $(ARGS),$(PARALLEL))

check: $(STAMP) ## Check style, types and architecture
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(STAMP) ## Repair style where a tool can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

messages: $(STAMP) ## Bring the catalogues up to date with the sentences in the code
	$(BIN)/python -m karani.messages

bench: $(STAMP) ## Measure (benchmarks/)
	@for script in benchmarks/*.py; do echo "$$script"; $(BIN)/python "$$script" || exit 1; done

chaos: $(STAMP) ## Disturb the running product (ARGS="--chaos-seconds 600" for longer)
	$(BIN)/python -m pytest tests/faults $(ARGS)

lock: $(STAMP) ## Renew the locks from pyproject.toml
	$(UV_LOCK) -o requirements/run.txt
	$(UV_LOCK) --group dev -c requirements/run.txt -o requirements/dev.txt

$(STAMP): requirements/dev.txt pyproject.toml | $(BIN)/python
	@echo "Installing what requirements/dev.txt names; the first time takes a minute or two."
	@$(PIP) install --no-deps --require-hashes -r requirements/dev.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $(STAMP)

$(BIN)/python:
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
		if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			"$$python" -m venv $(VENV) && exit 0; \
			rm -rf $(VENV); exit 1; \
		fi; \
	done; \
	echo "Karani needs Python 3.11 or newer, and found none." >&2; \
	echo "Install one, or name it: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2; \
	exit 1
