# Everything a user or a check needs, each from nothing. `make` alone lists it.
PYTHON ?= python3
TORCH_INDEX ?= # the CPU index of PyTorch's installation page, where pip would take a CUDA build of several GB
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help install dev run index test check eval clean

help: ## list these commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

install: $(VENV)/.installed ## make .venv with everything a user needs

dev: $(VENV)/.installed-dev ## the same, with the tools of the tests and checks

run: install ## build the index if needed, then serve the page on http://127.0.0.1:7860
	$(BIN)/assistant index
	$(BIN)/python ui.py

index: install ## bring the index up to date with corpus/
	$(BIN)/assistant index

test: dev ## run every test
	$(BIN)/python -m pytest

check: dev ## lint, format, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

eval: install ## measure answers and retrieval on eval/questions, and compare with the baseline
	$(BIN)/assistant index
	$(BIN)/assistant eval --gate

clean: ## remove the environment and the built index
	rm -rf $(VENV) index/gen-* index/CURRENT index/REFUSED index/*.sqlite index/*.lock

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; try: make PYTHON=python3.12 " + "$(MAKECMDGOALS)") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(if $(strip $(TORCH_INDEX)),$(BIN)/python -m pip install --quiet -c constraints.txt --index-url $(TORCH_INDEX) torch)

$(VENV)/.installed: $(BIN)/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet -c constraints.txt -e .
	touch $@

$(VENV)/.installed-dev: $(BIN)/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet -c constraints.txt -e ".[dev]"
	touch $@ $(VENV)/.installed
