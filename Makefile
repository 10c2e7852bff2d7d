# Every target sets itself up: `make demo` and `make test` work on a machine with Python 3.11+ and make only.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# A test of processes waits more than it works, so two run well side by side; each worker has its own servers.
PARALLEL := -n auto --maxprocesses 4

.PHONY: setup demo test check bench endurance month replay transcripts sbom lock clean

setup: $(READY)

$(READY): requirements-dev.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "需要 Python 3.11 或更新 / Python 3.11+ is needed")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

demo: setup
	$(BIN)/minhu demo $(ARGS)

test: setup
	$(BIN)/pytest $(PARALLEL)

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest $(PARALLEL)

bench: setup
	$(BIN)/python -m bench $(ARGS)

endurance: setup
	$(BIN)/pytest -m endurance -s

month: setup
	$(BIN)/pytest tests/endurance/test_month.py -m endurance -s -n 0

replay: setup
	$(BIN)/python -m bench.replay

transcripts: setup
	$(BIN)/python -m tests.transcripts.page

# What is in the product, with hashes, for whoever has to answer for it (CycloneDX).
sbom: setup
	mkdir -p artefacts
	$(BIN)/cyclonedx-py requirements requirements.txt --pyproject pyproject.toml --output-reproducible -o artefacts/sbom.json

lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header requirements-dev.in -o requirements-dev.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -c requirements-dev.txt requirements.in -o requirements.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -c requirements-dev.txt requirements-train.in -o requirements-train.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -c requirements-dev.txt requirements-ocr.in -o requirements-ocr.txt

clean:
	rm -rf $(VENV) var artefacts
