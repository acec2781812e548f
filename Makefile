# Everything a developer or a visitor runs. Needs Python 3.11 or newer and git; `make help` lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_READY := $(VENV)/.run-ready
DEV_READY := $(VENV)/.dev-ready
YAML_READ := $(VENV)/.yaml-read
COMPILED := app/native/.compiled
HOST ?= 127.0.0.1
PORT ?= 8000
PYTEST := $(BIN)/python -m pytest -n auto --dist worksteal

.DEFAULT_GOAL := help
.PHONY: help run test test-fast check format golden compiled requirements bench sanitize clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: $(RUN_READY) compiled ## Serve the app on http://127.0.0.1:8000 with SQLite
	$(BIN)/python -m app serve --host $(HOST) --port $(PORT)

test: check compiled ## Check, then run all tests: in a browser and those of endurance, too
	@sh tests/journeys/browser.sh $(BIN)/python
	$(PYTEST)

test-fast: $(DEV_READY) compiled ## Run the tests without a browser and without endurance, in a minute
	$(PYTEST) -m 'not journey and not endurance'

check: $(DEV_READY) $(YAML_READ) ## Formatter, linter, types, layers and content rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/clang-format --dry-run --Werror app/native/*.[ch]
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m app check

format: $(DEV_READY) ## Format the code and mend what the linter can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/clang-format -i app/native/*.[ch]

compiled: $(COMPILED) ## Compile the sums behind a ranking, where there is a C compiler

golden: $(DEV_READY) ## Write the runbooks that are kept for review anew
	$(BIN)/python -m tests.runbooks.golden_runbooks

requirements: $(DEV_READY) ## Pin the dependencies again, with hashes
	$(BIN)/python -m pip install --quiet uv
	UV_CUSTOM_COMPILE_COMMAND='make requirements' $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --upgrade -o requirements.txt
	UV_CUSTOM_COMPILE_COMMAND='make requirements' $(BIN)/uv pip compile pyproject.toml --quiet --extra postgresql --universal --python-version 3.11 --generate-hashes --no-emit-index-url --upgrade -o requirements-postgresql.txt
	UV_CUSTOM_COMPILE_COMMAND='make requirements' $(BIN)/uv pip compile pyproject.toml --quiet --extra pdf --universal --python-version 3.11 --generate-hashes --no-emit-index-url --upgrade -o requirements-pdf.txt
	UV_CUSTOM_COMPILE_COMMAND='make requirements' $(BIN)/uv pip compile pyproject.toml --quiet --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --upgrade -o requirements-dev.txt
	UV_CUSTOM_COMPILE_COMMAND='make requirements' $(BIN)/uv pip compile pyproject.toml --quiet --extra bench --universal --python-version 3.11 --generate-hashes --no-emit-index-url --upgrade -o requirements-bench.txt

bench: $(DEV_READY) compiled ## Measure POST /recommend against doing nothing and against a rule engine
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt
	$(BIN)/python -m tests.benchmarks.bench_recommend

# Python allocates as C does, so that what it hands over is watched too.
sanitize: $(DEV_READY) ## Test the compiled sums under the sanitizers of the C compiler
	CC=tests/native/cc-sanitized $(BIN)/python -m app compile
	LD_PRELOAD=$$(cc -print-file-name=libasan.so) ASAN_OPTIONS=detect_leaks=0 PYTHONMALLOC=malloc \
	  $(BIN)/python -m pytest -n 0 -s tests/formats/test_recommendation_json.py \
	  $(addprefix tests/domain/test_,compiled_sums.py trials.py weighing.py too_close.py recommend_properties.py)
	$(BIN)/python -m app compile

clean: ## Remove what was set up, but not the data
	rm -rf $(COMPILED) app/native/*.so $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# Reading all content takes seconds, so only what has changed is read again.
$(YAML_READ): $(DEV_READY) .yamllint $(shell find app/content -name '*.yaml')
	$(BIN)/yamllint --strict $(if $(filter-out app/content/%,$?),app/content,$?)
	@touch $@

# Without a compiler everything works, and says the same.
$(COMPILED): $(wildcard app/native/*.[ch]) app/native/library.py | $(RUN_READY)
	@if $(BIN)/python -m app compile; then touch $@; fi

$(VENV)/pyvenv.cfg:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Meshwise needs Python 3.11 or newer; set PYTHON=python3.x")'
	$(PYTHON) -m venv $(VENV)

$(RUN_READY): $(VENV)/pyvenv.cfg requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(DEV_READY): $(VENV)/pyvenv.cfg requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(RUN_READY)
