# Two commands: `make run` starts the bot (or, without a token, the sandbox), `make test` runs the tests.
# Both set up .venv first, from locked and hashed requirements; they need only Python 3.11+ and the package registry.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
# A machine with an NVIDIA GPU gets TensorFlow's CUDA libraries too.
CUDA_LOCK := $(if $(shell command -v nvidia-smi 2>/dev/null),requirements-cuda.lock)
INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes

SHARED_OUT := --numprocesses 2 --dist worksteal

LOCKS := requirements.lock requirements-dev.lock requirements-cuda.lock requirements-ray.lock

.PHONY: run cluster test check faults bench bench-full lock clean

run: $(VENV)/.run
	$(PY) -m bot

# The sandbox with its bot on a Ray cluster of two nodes on this machine.
cluster: $(VENV)/.test
	$(PY) -m tests.support.ray_cluster

# In two processes, because many tests wait for something.
test: $(VENV)/.test
	$(PY) -m pytest $(SHARED_OUT)

check: $(VENV)/.test
	$(PY) -m ruff check . .ci
	$(PY) -m ruff format --check . .ci
	$(PY) -m mypy bot engine
	$(VENV)/bin/lint-imports
	$(PY) .ci/check_locks.py $(LOCKS)
	$(PY) .ci/audit.py requirements-dev.lock requirements-cuda.lock

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

$(VENV)/.run: $(VENV)/bin/python requirements.lock $(CUDA_LOCK)
	@echo "Setting up .venv: TensorFlow and the bot's libraries (a few minutes the first time)"
	$(INSTALL) -r requirements.lock $(if $(CUDA_LOCK),-r $(CUDA_LOCK))
	touch $@

$(VENV)/.test: $(VENV)/.run requirements-dev.lock
	@echo "Setting up .venv: the tests' libraries"
	$(INSTALL) -r requirements-dev.lock
	touch $@

# For maintainers, who need uv: after a change of the dependencies in pyproject.toml. The development lock leads.
lock:
	uv pip compile pyproject.toml --extra dev  $(LOCK_OPTIONS) -o requirements-dev.lock
	uv pip compile pyproject.toml              $(LOCK_OPTIONS) -c requirements-dev.lock -o requirements.lock
	uv pip compile pyproject.toml --extra cuda $(LOCK_OPTIONS) -c requirements-dev.lock -o requirements-cuda.lock
	uv pip compile pyproject.toml --extra ray  $(LOCK_OPTIONS) -c requirements-dev.lock -o requirements-ray.lock

LOCK_OPTIONS := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
