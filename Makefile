# Two commands: `make run` starts the bot (or, without a token, the sandbox), `make test` runs the tests.
# Both set up .venv first, from locked and hashed requirements; they need only Python 3.11+ and the package registry.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
# A machine with an NVIDIA GPU gets TensorFlow's CUDA libraries too.
CUDA_LOCK := $(if $(shell command -v nvidia-smi 2>/dev/null),locks/requirements-cuda.lock)
# An environment that has the tests' libraries gets them anew with the bot's, because they must fit together.
TEST_LOCK := $(if $(wildcard $(VENV)/.test),locks/requirements-dev.lock)

# What set-up says before it begins; a test compares it with what is installed.
SIZE_OF_RUN := TensorFlow and the bot's libraries: 0.7 GB, 2.6 GB on the disk
SIZE_OF_FILTERS := VGG16's trained filters: 0.06 GB
SIZE_OF_CUDA := NVIDIA's CUDA libraries, because there is nvidia-smi: 2.8 GB
SIZE_OF_TEST := the tests' libraries: 0.2 GB, 0.6 GB on the disk

SHARED_OUT := --numprocesses 4 --dist worksteal

PYTHONS := 3.11 3.12 3.13
QUICK := -m "not slow and not thorough and not image and not browser and not weights and not ray" \
    tests/bot tests/ci tests/engine/worker tests/engine/test_cli.py tests/engine/test_settings.py


.PHONY: run filters cluster test test-quick test-pythons coverage hooks image-test check faults bench bench-full lock clean

run: $(VENV)/.run filters
	$(PY) -m bot

# VGG16's trained filters, into .cache. Where nobody has them, it says so in one line and goes on without.
filters: $(VENV)/.run
	@$(PY) -m engine --fetch-weights || true

# The sandbox with its bot on a Ray cluster of two nodes on this machine.
cluster: $(VENV)/.test filters
	$(PY) -m tests.support.ray_cluster

# In four processes, also on two cores, because many tests wait for something.
test: $(VENV)/.test filters
	$(PY) -m pytest $(SHARED_OUT)

# The container's image, built on Debian's packages and run: as root, with Debian's buildah and debootstrap.
image-test: $(VENV)/.test
	$(PY) -m pytest -m image tests/image

check: $(VENV)/.test
	$(PY) -m ruff check . .ci
	$(PY) -m ruff format --check . .ci
	$(PY) -m mypy
	$(PY) -m deptry bot engine
	$(PY) -m deptry bot engine tests benchmarks tools deploy .ci --exclude __pycache__ --ignore DEP002,DEP004
	$(VENV)/bin/lint-imports
	$(PY) .ci/check_locks.py $(wildcard locks/*.lock)
	$(PY) .ci/audit.py locks/requirements-dev.lock locks/requirements-cuda.lock

# The tests once more, slower, and how much of the code they run; fails below the floor in pyproject.toml.
coverage: $(VENV)/.test filters
	$(PY) -m pytest $(SHARED_OUT) --cov --cov-report=term:skip-covered

# The tests that neither paint nor take long, on each of PYTHONS, in environments of their own.
test-pythons:
	@for version in $(PYTHONS); do \
	    $(MAKE) --no-print-directory PYTHON=python$$version VENV=.venv-$$version test-quick || exit 1; done

test-quick: $(VENV)/.test
	$(PY) -m pytest $(SHARED_OUT) $(QUICK)

# Checks each commit before it is made: pre-commit install, for those who want it.
hooks: $(VENV)/.test
	$(VENV)/bin/pre-commit install

# The fault matrix, with its long tests, as a table; fails when a promise is not kept.
faults: $(VENV)/.test
	$(PY) -m pytest $(SHARED_OUT) -p tests.faults.table -m fault

# Both write benchmarks/RESULTS.md and want a quiet machine: ten minutes, and an hour and a half.
bench: $(VENV)/.test
	$(PY) -m benchmarks

bench-full: $(VENV)/.test
	$(PY) -m benchmarks --full

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(None if (3, 11) <= sys.version_info < (3, 14) else "Python 3.11, 3.12 or 3.13 is needed (TensorFlow has no other); choose one by make PYTHON=…")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/bin/python locks/requirements.lock $(CUDA_LOCK)
	@echo "Setting up $(VENV). In the first minutes this downloads from the package index:"
	@echo "  $(SIZE_OF_RUN)"
	@echo "  $(SIZE_OF_FILTERS)"
	@$(if $(CUDA_LOCK),echo "  $(SIZE_OF_CUDA)")
	@$(if $(TEST_LOCK)$(filter-out run $@,$(MAKECMDGOALS)),echo "  $(SIZE_OF_TEST)")
	$(PY) deploy/install.py locks/requirements.lock $(CUDA_LOCK) $(TEST_LOCK)
	touch $@

$(VENV)/.test: $(VENV)/.run locks/requirements-dev.lock
	@echo "Setting up $(VENV): $(SIZE_OF_TEST)"
	$(PY) deploy/install.py locks/requirements-dev.lock
	touch $@

# For maintainers, who need uv: after a change of the dependencies in pyproject.toml. The development lock leads.
lock:
	uv pip compile pyproject.toml --extra dev  $(LOCK_OPTIONS) -o locks/requirements-dev.lock
	uv pip compile pyproject.toml              $(LOCK_OPTIONS) -c locks/requirements-dev.lock -o locks/requirements.lock
	uv pip compile pyproject.toml --extra cuda $(LOCK_OPTIONS) -c locks/requirements-dev.lock -o locks/requirements-cuda.lock
	uv pip compile pyproject.toml --extra ray  $(LOCK_OPTIONS) -c locks/requirements-dev.lock -o locks/requirements-ray.lock

LOCK_OPTIONS := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet

clean:
	rm -rf $(VENV) .venv-3.* .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
