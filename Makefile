# The commands of a checkout; `make help` lists them.
#
# Everything is installed into .venv, from wheels, at the versions of constraints.txt. The stamps
# in .venv (.made, .run, .test, .dev, .bench, .geodata) say what is there, so a second run installs
# nothing; a change of pyproject.toml or constraints.txt makes it install again.

PYTHON ?= python3
VENV ?= .venv
PYTEST_ARGS ?= -n auto --maxprocesses=4 --dist=loadfile --no-loadscope-reorder

BIN := $(VENV)/bin
PINS := pyproject.toml constraints.txt
INSTALL := $(BIN)/python -m pip --disable-pip-version-check install --quiet --only-binary :all: -c constraints.txt
# The build backend is installed first, at its pinned version, and used without isolation: pip
# would not apply the constraints to an isolated build in the same way in all its versions.
INSTALL_SELF := $(INSTALL) --no-build-isolation --editable

.DEFAULT_GOAL := help
.PHONY: help map test lint types floors docs bench data viewer pins clean

help:  ## list the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile

map: $(VENV)/.run  ## draw the shipped reports: output/border-events.html
	$(BIN)/borderviz map geodata/events/reports.csv -o output/border-events.html

test: $(VENV)/.test  ## run every test
	$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: $(VENV)/.dev  ## check the style of the Python code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev  ## check the types of the package
	$(BIN)/mypy

floors: $(VENV)/.dev  ## check that imports go strictly down
	$(BIN)/lint-imports --no-logo

docs: $(VENV)/.test  ## write the reference and the notebooks anew
	$(BIN)/python docs/build.py
	$(BIN)/python notebooks/pair.py

bench: $(VENV)/.bench  ## measure time and memory against the promised figures
	$(BIN)/python -m pytest -s -o python_files='bench_*.py test_*.py' -o faulthandler_timeout=0 tests/benchmarks

data: $(VENV)/.geodata  ## derive the data pack again from its sources (needs npm)
	npm install --no-package-lock --prefix geodata/build
	$(BIN)/python geodata/build/boundaries.py
	$(BIN)/python geodata/build/gazetteer.py
	$(BIN)/python -c 'from borderviz.geodata import seal_geodata; seal_geodata("geodata")'

viewer:  ## join the page's script from its sources (needs npm)
	npm ci
	npm run build

pins:  ## resolve constraints.txt anew (PYTHON must be the oldest supported)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { \
	  echo 'make pins resolves with Python 3.11, so that the pins suit the newer ones too; give one: make pins PYTHON=python3.11' >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv-pins
	.venv-pins/bin/python -m pip --disable-pip-version-check install --quiet --only-binary :all: '.[dev,bench,geodata]'
	{ grep '^#' constraints.txt; .venv-pins/bin/python -c 'from importlib.metadata import distributions as all; \
	  print(*sorted(f"{d.name.lower()}=={d.version}" for d in all() if d.name not in {"borderviz", "pip", "setuptools"}), sep="\n")'; } > constraints.txt.new
	mv constraints.txt.new constraints.txt
	rm -r .venv-pins

clean:  ## remove the environment and what was built
	rm -rf $(VENV) build dist

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
	  echo 'borderviz needs Python 3.11, 3.12 or 3.13, and "$(PYTHON)" is not one of them; name one: make map PYTHON=python3.12' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { \
	  echo '"$(PYTHON)" cannot make environments; on Debian or Ubuntu install python3-venv' >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.made $(PINS)
	@echo 'Installing borderviz and what it needs into $(VENV) (about 200 MB the first time) …'
	@$(INSTALL) hatchling
	@$(INSTALL_SELF) .
	@touch $@

$(VENV)/.test $(VENV)/.dev $(VENV)/.bench $(VENV)/.geodata: $(VENV)/.%: $(VENV)/.run
	@echo 'Installing the extra "$*" into $(VENV) …'
	@$(INSTALL_SELF) '.[$*]'
	@touch $@
