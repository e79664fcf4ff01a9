# make start   run the product           make test    everything the tests need, then all tests
# make check   the quick half of `test`  make bench   time and memory, with the machine named
# make coverage  all tests, with the lines they reach; tracing makes them half as slow again, so `test` goes without
PYTHON ?= python3
VENV := .venv
# A learning record store for the tests, apart because it asks for older versions of what we use ourselves.
VENV_LRS := .venv-lrs
BIN := $(VENV)/bin
export PIP_CONSTRAINT := $(CURDIR)/constraints.txt
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# Parallel test workers: one more than the two cores, since tests with a browser or a database wait a good deal.
WORKERS ?= 3
# Where tests put their files: in memory where that can be, since a database waits for the disk at each commit.
TEST_FILES ?= $(shell df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 2000000 {print "/dev/shm"; found = 1} END {if (!found) print "/tmp"}')

.PHONY: start test check lint types contracts unit coverage bench schema docs benchmarks clean

start: $(VENV)/.installed
	$(BIN)/coachsim start $(ARGS)

test: check unit

check: lint types contracts

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev
	$(BIN)/mypy

contracts: $(VENV)/.installed-dev
	$(BIN)/lint-imports

unit: $(VENV)/.installed-dev $(VENV_LRS)/.installed
	@browser=$$($(BIN)/python tests/find_browser.py --install) && \
	COACHSIM_BROWSER="$$browser" PYTEST_DEBUG_TEMPROOT="$(TEST_FILES)" $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

coverage:
	$(MAKE) unit ARGS="--cov --cov-report=term $(ARGS)"

bench: $(VENV)/.installed-dev
	@browser=$$($(BIN)/python tests/find_browser.py --install) && \
	COACHSIM_BROWSER="$$browser" $(BIN)/python -m benchmarks $(ARGS)

schema: $(VENV)/.installed-dev
	$(BIN)/python -m simulator.authoring.schema

docs: $(VENV)/.installed-dev
	$(BIN)/python -m simulator.verification.diagnostics.page
	$(BIN)/python -m simulator.verification.coverage

# Which benchmarks need a new look; the sheet of one to be marked: make benchmarks ARGS=late-again-a
benchmarks: $(VENV)/.installed-dev
	@$(BIN)/python -m simulator.services.assessing.sheet $(ARGS)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; say which with: make PYTHON=/path/to/python3.12 start"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) --editable '.[dev]'
	@touch $@ $(VENV)/.installed

$(VENV_LRS)/.installed: constraints-lrs.txt | $(VENV)/bin/python
	$(BIN)/python -m venv --without-pip --clear $(VENV_LRS)
	PIP_CONSTRAINT=$(CURDIR)/constraints-lrs.txt $(BIN)/python -m pip --python $(VENV_LRS)/bin/python \
	  install --quiet --disable-pip-version-check 'ralph-malph[lrs]' requests
	@touch $@

clean:
	rm -rf $(VENV) $(VENV_LRS) dist build .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis
