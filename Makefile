# make run    sets up on a fresh machine, answers a question in the terminal, then opens the app with it
# make test   format, lint, types and tests, as CI runs them
# make gate   runs the shipped evaluation sets and gates them against evals/baseline/, as CI does
# make bench  measures beside LangChain's quickstart, into docs/performance.md; make bench-check compares with the baseline

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install -qq --constraint constraints.txt

QUESTION := How many years of experience do I need, and how many of them managerial?

GATE_RUNS := runs

.PHONY: run test gate eval-baseline format docs bench bench-check clean
.DEFAULT_GOAL := run

run: $(VENV)/.installed
	@$(BIN)/specs sync
	@printf '\n$$ specs ask "%s"\n\n' "$(QUESTION)"
	@$(BIN)/specs ask --class 3039MP "$(QUESTION)"
	@printf '\nIn the terminal: %s chat; to add specifications: %s ingest PATH, or %s demo for 24 samples\n\n' \
		$(BIN)/specs $(BIN)/specs $(BIN)/specs
	@$(BIN)/specs serve --browser --question "$(QUESTION)"

test: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

gate: $(VENV)/.installed-dev
	$(BIN)/specs eval run shipped --workers 2 --runs $(GATE_RUNS) --report $(GATE_RUNS)/report.html >/dev/null
	$(BIN)/specs eval gate evals/baseline $(GATE_RUNS)/latest --report $(GATE_RUNS)/gate.xml --report $(GATE_RUNS)/gate.html

eval-baseline: $(VENV)/.installed-dev
	$(BIN)/specs eval run shipped --runs $(GATE_RUNS) >/dev/null
	$(BIN)/python -m evals.runs.keep $(GATE_RUNS)/latest evals/baseline

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(VENV)/.installed
	COLUMNS=80 $(BIN)/python -m assistant.cli_reference > docs/cli.md
	$(BIN)/python -m tests.transcripts

bench: $(VENV)/.installed-bench
	$(BIN)/python -m evals.bench --docs docs/performance.md --json docs/performance.json

bench-check: $(VENV)/.installed-bench
	$(BIN)/python -m evals.bench --check

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing into $(VENV) (once; some minutes) ..."
	$(INSTALL) --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing into $(VENV) (once; some minutes) ..."
	$(INSTALL) --editable '.[dev]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-bench: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing into $(VENV) (once; some minutes) ..."
	$(INSTALL) --editable '.[dev,bench]'
	@touch $@ $(VENV)/.installed $(VENV)/.installed-dev
