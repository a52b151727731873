# make run and make test are all that a newcomer needs; `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PEERS := $(VENV)/peers
AUDIT := $(VENV)/audit
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test lint format bench bench-speed bench-server bench-team bench-batch bench-marks bench-click bench-sites bench-quality bench-splitting torture gate audit extension screenshots train train-sites tune-summary lock clean

help: ## list the commands
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.run ## install what is needed into .venv and start the server
	@exec $(BIN)/nutgraf serve

test: $(VENV)/.dev ## unit, web, property and browser tests, with coverage
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --cov --cov-report=term:skip-covered $(PYTEST)

lint: $(VENV)/.dev node_modules/.run ## ruff, mypy, tsc, web-ext lint, and whether the oldest browsers have what the code uses
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	npm run --silent check
	rm -rf dist/lint
	$(BIN)/python -m zipfile -e "$$($(BIN)/python tools/build_extension.py dist | grep firefox)" dist/lint
	npm run --silent lint

format: $(VENV)/.dev ## put Python into the house's form
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

bench: $(VENV)/.dev ## speed as ratios (PAGES=file.jsonl: on your pages), and the spotter on our own pages
	@PYTHONPATH=tests $(BIN)/python -W ignore -m bench.speed $(PAGES)
	$(BIN)/python -W ignore tests/bench/corpus.py

bench-speed: $(VENV)/.plots ## the same in full, into docs/speed.md with its picture: make bench-speed PAGES=file.jsonl
	@PYTHONPATH=tests $(BIN)/python -W ignore -m bench.speed $(PAGES) --write --instructions

bench-server: $(VENV)/.dev ## what the server costs, how it starts and stands many clients, into docs/server.md: make bench-server PAGES=file.jsonl
	@PYTHONPATH=tests $(BIN)/python -W ignore -m bench.server $(PAGES) --write

bench-team: $(VENV)/.dev ## a team's servers as they are deployed, under 64 clients, one killed and one started anew, into docs/team.md
	@PYTHONPATH=tests $(BIN)/python -W ignore -m bench.team --write

bench-batch: $(VENV)/.dev ## many pages: workers, datatrove beside plain multiprocessing, hostile pages, costs, into docs/scale.md: make bench-batch DATA=folder
	@PYTHONPATH=tests $(BIN)/python -W ignore -m bench.batch $(DATA) --write

bench-marks: $(VENV)/.dev ## lines found again on real pages in a real Chromium: make bench-marks PAGES=file.jsonl
	@PYTHONPATH=tests $(BIN)/python -W ignore -m bench.marks $(PAGES) --misses

bench-click: $(VENV)/.dev node_modules/.run ## from the click to the shown summary in a real Chromium, by parts, beside Readability.js: make bench-click PAGES=file.jsonl
	@PYTHONPATH=tests $(BIN)/python -W ignore -m bench.click $(PAGES)

bench-sites: $(VENV)/.plots ## what site memory adds and costs, into docs/sites.md with its picture: make bench-sites DATA=folder
	@PYTHONPATH=tests $(BIN)/python -W ignore -m bench.sites $(DATA) --write

bench-quality: $(VENV)/.peers ## nutgraf beside other extractors: make bench-quality DATA=folder [QUALITY="--sets zyte"]
	@PYTHONPATH=tests $(PEERS)/bin/python -W ignore -m bench.quality $(DATA) $(QUALITY)

torture: $(VENV)/.dev ## sixty pages that are out to harm, sent to a real server; fails when one does; writes docs/torture.md
	@PYTHONPATH=tests $(BIN)/python -W ignore -m bench.torture --write

bench-splitting: $(VENV)/.dev ## where sentences end: golden rules and hard news cases, by language
	@$(BIN)/python tests/bench/splitting.py --misses

gate: $(VENV)/.dev ## the spotter on our own pages against the pinned figures; fails when one is worse
	@$(BIN)/python -W ignore tests/bench/corpus.py --gate

audit: $(VENV)/.audit ## is anything that is shipped known to be vulnerable; fails too when it could not be checked
	@$(AUDIT)/bin/python tools/audit.py

extension: $(VENV)/.dev ## the extension's zips for both browsers, in dist/
	$(BIN)/python tools/build_extension.py

screenshots: $(VENV)/.dev ## pictures of the real popup, in docs/screenshots/
	$(BIN)/python tools/screenshots.py

tune-summary: $(VENV)/.dev ## learn the summariser's weights again from human summaries: make tune-summary ROWS=file.jsonl.xz
	OMP_NUM_THREADS=1 $(BIN)/python tools/tune_summary.py $(ROWS) --write

train: $(VENV)/.train ## learn the spotter's weights again: make train DATA=folder
	$(BIN)/python tools/train_spotter.py $(DATA)

train-sites: $(VENV)/.train ## learn again what other pages of a site count for: make train-sites DATA=folder
	PYTHONPATH=tests $(BIN)/python -W ignore tools/train_repetition.py $(DATA)

lock: ## pin the dependencies of pyproject.toml anew (needs uv)
	uv pip compile pyproject.toml --group build --universal --python-version 3.10 --generate-hashes --no-header -q -o requirements/run.lock
	uv pip compile pyproject.toml --group build --extra team --universal --python-version 3.10 --generate-hashes --no-header -q -o requirements/team.lock
	uv pip compile pyproject.toml --group build --group dev --universal --python-version 3.10 --generate-hashes --no-header -q -o requirements/dev.lock
	uv pip compile pyproject.toml --group build --group train --universal --python-version 3.10 --generate-hashes --no-header -q -o requirements/train.lock
	uv pip compile pyproject.toml --group build --group peers --universal --python-version 3.10 --generate-hashes --no-header -q -o requirements/peers.lock
	uv pip compile pyproject.toml --group build --group plots --universal --python-version 3.10 --generate-hashes --no-header -q -o requirements/plots.lock
	uv pip compile --group audit --universal --python-version 3.10 --generate-hashes --no-header -q -o requirements/audit.lock

clean: ## remove what the commands above have made
	rm -rf $(VENV) node_modules dist build .coverage* htmlcov .mypy_cache .ruff_cache .pytest_cache

$(VENV)/.venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { echo "nutgraf needs Python 3.10 or newer; make run PYTHON=/path/to/python3 takes another one." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python's venv module is missing. On Debian or Ubuntu: sudo apt install python3-venv" >&2; exit 1; }
	@touch $@

$(VENV)/.run: requirements/run.lock pyproject.toml | $(VENV)/.venv
	@echo "Installing into $(VENV) (once) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r requirements/run.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.run
	@echo "Installing the tools of development ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r requirements/dev.lock
	@touch $@

$(VENV)/.train: requirements/train.lock $(VENV)/.run
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r requirements/train.lock
	@touch $@

# a venv of their own: they take older versions of what nutgraf and its tests use
$(VENV)/.peers: requirements/peers.lock pyproject.toml | $(VENV)/.venv
	@echo "Installing the extractors to compare with into $(PEERS) (once) ..."
	@$(BIN)/python -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r requirements/peers.lock
	@$(PEERS)/bin/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.plots: requirements/plots.lock $(VENV)/.dev
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r requirements/plots.lock
	@touch $@

# a venv of its own: nothing of ours runs in it
$(VENV)/.audit: requirements/audit.lock | $(VENV)/.venv
	@echo "Installing pip-audit into $(AUDIT) (once) ..."
	@$(BIN)/python -m venv $(AUDIT)
	@$(AUDIT)/bin/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r requirements/audit.lock
	@touch $@

node_modules/.run: package.json package-lock.json
	npm ci --silent --no-audit --no-fund
	@touch $@
