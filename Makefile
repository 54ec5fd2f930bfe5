# The project's commands; each works on a fresh machine with Python 3.11 and a package index.
PYTHON ?= python3.11
BIN := .venv/bin
# As many processes as the machine runs at once: where two are the threads of one core, "auto" would start one.
# Files are given out in their own order: by number of tests, the files of few and long ones would come last.
PYTEST := $(BIN)/pytest -q --numprocesses=logical --maxprocesses=4 --dist=loadfile --no-loadscope-reorder
# Without bytecode every start of a program compiles its libraries anew, for 10 s: it is written whatever the surroundings say.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: setup demo test test-all test-cluster lint form docs airflow screenshots

setup: .venv/.installed

.venv/.installed: requirements.lock pyproject.toml
	command -v uv >/dev/null || $(PYTHON) -m pip install --quiet uv
	test -d .venv || uv venv --quiet --python $(PYTHON) .venv
	uv pip install --quiet --python .venv --compile-bytecode --require-hashes -r requirements.lock
	uv pip install --quiet --python .venv --no-deps --no-build-isolation -e .
	touch $@

demo: setup
	$(BIN)/lantoa demo

lint: form
	$(BIN)/basedpyright

form: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

# Types are checked while the tests run, which leave cores idle as they wait; what that found is shown at the end, and fails the whole.
test: form
	$(BIN)/basedpyright >.venv/types.log 2>&1 & types=$$!; \
	$(PYTEST) -m "not slow and not cluster"; tests=$$?; \
	wait $$types; types=$$?; cat .venv/types.log; \
	test $$tests -eq 0 -a $$types -eq 0

# With the tests that take minutes: the DAGs through Airflow, and a standalone one by their assets, a walk through every page, crawls through every fault, kills of
# every step, DuckLake, training anew.
test-all: test
	$(PYTEST) -m "slow and not cluster"

# What needs more than one machine has: PostgreSQL and Redis (apt-get install postgresql redis-server).
test-cluster: setup
	$(BIN)/pytest -q -m cluster

docs: setup
	$(BIN)/python -m lantoa.documents

airflow: setup
	dags/standalone

screenshots: setup
	$(BIN)/python docs/make_screenshots.py
