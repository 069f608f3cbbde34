# The targets of this repository; `make` without a target lists them.

PYTHON ?= python3
SPEC ?=
PROFILE ?= smoke
ROOMS ?=
OPTIONS ?=
BASE_URL ?=
TOKEN ?=
SEED ?=
PARENT ?=
RATE ?=
MAX_REQUESTS ?=
MAX_TIME ?=

DOCUMENTS := $(sort $(shell grep -l '^openapi:' openapi/*.yaml))
# The arguments of contract and mutate; by default the script takes every document.
RUN = $(if $(SPEC),--spec '$(SPEC)') $(if $(BASE_URL),--url '$(BASE_URL)') \
	$(if $(SEED),--seed '$(SEED)') $(foreach parent,$(PARENT),--parent '$(parent)') \
	$(if $(RATE),--rate '$(RATE)') $(if $(MAX_REQUESTS),--max-requests '$(MAX_REQUESTS)') \
	--profile '$(PROFILE)'
BIN := .venv/bin
INSTALLED := .venv/.installed
# Groups of tests that share a server stay together.
PYTEST := $(BIN)/python -m pytest --quiet --numprocesses auto --dist loadgroup
NODE_INSTALLED := node_modules/.installed
REDOCLY := REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true node_modules/.bin/redocly

# The token is in the environment, because all users of the machine can see a command line.
ifneq ($(value TOKEN),)
export ROLLCALL_TOKEN := $(value TOKEN)
endif

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help contract mutate serve test unit campaigns check lint typecheck lint-spec format generate verify \
	build docs bench coverage venv lock clean

help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "contract and mutate test the sandbox, or with BASE_URL and TOKEN another server."
	@echo "They take SPEC, PROFILE (smoke, ci, nightly, live), SEED, PARENT, RATE (requests"
	@echo "a second), MAX_REQUESTS, MAX_TIME (seconds, contract only), and OPTIONS, which"
	@echo "go to the command as they are: make contract OPTIONS=--require-witnesses."
	@echo "serve takes ROOMS and OPTIONS. PYTHON names the interpreter for .venv."

contract: verify ## Check a server and the clients against the specs.
	$(if $(TOKEN),$(if $(BASE_URL),,$(error TOKEN is for a server of your own: add BASE_URL=…)))
	@$(BIN)/python scripts/contract.py check $(RUN) $(if $(MAX_TIME),--max-time '$(MAX_TIME)') \
		$(OPTIONS)

mutate: verify ## Show which defects of a server the laws would detect.
	$(if $(TOKEN),$(if $(BASE_URL),,$(error TOKEN is for a server of your own: add BASE_URL=…)))
	@$(BIN)/python scripts/contract.py mutate $(RUN) $(OPTIONS)

serve: $(INSTALLED) ## Start the sandbox server on loopback.
	@$(BIN)/python -m contract_tests.sandbox $(if $(ROOMS),--rooms $(ROOMS)) $(OPTIONS)

test: $(INSTALLED) ## Run the unit and the integration tests.
	@$(PYTEST) tests/unit tests/integration --junitxml reports/tests.xml

unit: $(INSTALLED) ## Run the tests that stay within one process.
	@$(PYTEST) tests/unit

campaigns: $(INSTALLED) ## Run the tests that take long; a workflow does so every night.
	@$(PYTEST) tests/campaigns --junitxml reports/campaigns.xml

check: $(INSTALLED) ## Run lint, typecheck and the unit tests, two at a time.
	@$(MAKE) --no-print-directory --jobs 2 --output-sync lint typecheck unit

lint: $(INSTALLED) ## Check the style of the code and the import rule; write nothing.
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-logo --no-cache

typecheck: $(INSTALLED) ## Check the types with mypy, and with pyright where there is Node.
	@$(BIN)/mypy src generated scripts contract_tests tests benchmarks
	@if command -v npm >/dev/null; \
	then $(MAKE) --no-print-directory $(NODE_INSTALLED) && node_modules/.bin/pyright; \
	else echo "pyright: skipped, for it needs Node and npm"; fi

lint-spec: $(NODE_INSTALLED) ## Lint openapi/ with Redocly and the project's own rules; needs Node.
	@$(REDOCLY) lint --config openapi/redocly.yaml $(or $(SPEC),$(DOCUMENTS))

format: $(INSTALLED) ## Format the code, and fix its style.
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

generate: $(INSTALLED) ## Write generated/ from openapi/.
	@$(BIN)/python scripts/generate.py update

verify: $(INSTALLED) ## Check that generated/ agrees with openapi/; write nothing.
	@$(BIN)/python scripts/generate.py verify

build: verify ## Build the wheels of the tool and of the clients into dist/.
	@$(BIN)/python -m build --no-isolation --outdir dist .
	@$(BIN)/python -m build --no-isolation --outdir dist generated

docs: $(INSTALLED) ## Draw docs/imports.svg, and write docs/statements.md, from the code.
	@$(BIN)/python scripts/draw_imports.py
	@$(BIN)/python scripts/publish_statements.py

bench: $(INSTALLED) ## Measure speed and memory, side by side with others.
	@$(BIN)/python -m benchmarks

coverage: $(INSTALLED) ## Run the tests and show which lines they do not reach.
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest --quiet --numprocesses auto --dist loadgroup \
		tests/unit tests/integration
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

venv: $(INSTALLED) ## Set up .venv with the locked dependencies.

lock: $(INSTALLED) ## Update requirements.lock from both pyproject.toml.
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-annotate --all-extras \
		--group pyproject.toml:dev --custom-compile-command "make lock" \
		--output-file requirements.lock pyproject.toml generated/pyproject.toml

clean: ## Remove the output of the targets, except .venv and node_modules.
	rm -rf build dist reports .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -not -path './.venv/*' -not -path './node_modules/*' \
		-prune -exec rm -rf {} +

$(INSTALLED): requirements.lock pyproject.toml generated/pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit( \
		"Rollcall needs Python 3.11 or later; name one with: make PYTHON=python3.12 …")'
	@echo "Setting up .venv from requirements.lock; this takes a minute, once."
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		--requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps \
		--no-build-isolation --editable . --editable generated
	@touch $@

$(NODE_INSTALLED): package.json package-lock.json
	@command -v npm >/dev/null || { \
		echo "This target needs Node (20.19 to 20, or 22.12 and later) and npm; no other does."; exit 1; }
	@npm ci --silent --no-fund --no-audit
	@touch $@
