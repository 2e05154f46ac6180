# Everything happens in this folder: the virtual environment is .venv, nothing is put into the system.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: check demo test lint clean

check: .venv/installed  ## check the page of config.yaml now
	@$(BIN)/page-watch check

demo: .venv/installed  ## the whole cycle on a page served from this machine
	@$(BIN)/page-watch demo

test: .venv/developed  ## pass the tests
	@$(BIN)/python -m pytest -n auto --maxprocesses 4

lint: .venv/developed  ## style, types, import contracts
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

clean:
	rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("page-watch needs Python 3.11 or newer; say which with: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

.venv/developed: .venv/installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@
