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
OSV_URL ?=
LOCKS ?= $(sort $(wildcard requirements/*.lock))
BASE ?=

DOCUMENTS := $(sort $(shell grep -l '^openapi:' openapi/*.yaml))
# A spec is named by its file, or within openapi/ by its name.
NAMED = $(if $(SPEC),$(or $(wildcard $(SPEC)),openapi/$(SPEC).yaml))
# The arguments of contract and mutate; by default the script takes every document.
RUN = $(if $(SPEC),--spec '$(NAMED)') $(if $(BASE_URL),--url '$(BASE_URL)') \
	$(if $(SEED),--seed '$(SEED)') $(foreach parent,$(PARENT),--parent '$(parent)') \
	$(if $(RATE),--rate '$(RATE)') $(if $(MAX_REQUESTS),--max-requests '$(MAX_REQUESTS)') \
	--profile '$(PROFILE)'
# The last release; without one, what was pushed last.
RELEASED = $(shell git describe --tags --abbrev=0 2>/dev/null || \
	git rev-parse --verify --quiet --abbrev-ref origin/main || echo HEAD)
BIN := .venv/bin
LOCKED := .venv/.locked
INSTALLED := .venv/.installed
# Groups of tests that share a server stay together.
PYTEST := $(BIN)/python -m pytest --quiet --numprocesses auto --dist loadgroup
# What the tools of the supply chain need would change the checks of formats in .venv.
SUPPLY_INSTALLED := .venv-supply/.installed
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock"
UPGRADE ?= --upgrade
SBOM ?= reports
BILLS := $(SBOM)/rollcall-contract.cdx.json $(SBOM)/rollcall-video.cdx.json
NODE_INSTALLED := node_modules/.installed
REDOCLY := REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true node_modules/.bin/redocly

# Without compiled modules, each command of a test compiles the whole tool.
unexport PYTHONDONTWRITEBYTECODE

# The token is in the environment, because all users of the machine can see a command line.
ifneq ($(value TOKEN),)
export ROLLCALL_TOKEN := $(value TOKEN)
endif

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help contract mutate serve test unit campaigns check lint typecheck lint-spec diff format \
	generate verify build audit sbom docs bench coverage venv lock clean

help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "contract and mutate test the sandbox, or with BASE_URL and TOKEN another server."
	@echo "They take SPEC, PROFILE (smoke, ci, nightly, live), SEED, PARENT, RATE (requests"
	@echo "a second), MAX_REQUESTS, MAX_TIME (seconds, contract only), and OPTIONS, which"
	@echo "go to the command as they are: make contract OPTIONS=--require-witnesses."
	@echo "diff compares with BASE, by default the last tag, or else origin/main; OPTIONS go to"
	@echo "rollcall diff: make diff BASE=v1.0.0 OPTIONS='--format markdown'."
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
	@$(REDOCLY) lint --config openapi/redocly.yaml $(or $(NAMED),$(DOCUMENTS))

diff: $(INSTALLED) ## Show what changes of the specs break, and the versions they need.
	@$(BIN)/rollcall diff '$(or $(BASE),$(RELEASED))' --package generated/pyproject.toml $(OPTIONS) \
		-- $(DOCUMENTS)

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

docs: $(INSTALLED) ## Write the pages that code describes, and build/site.
	@$(BIN)/python scripts/draw_imports.py
	@$(BIN)/python scripts/publish_statements.py
	@$(BIN)/python scripts/publish_laws.py
	@$(BIN)/python scripts/publish_config.py
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory $(NODE_INSTALLED); fi
	@$(BIN)/python scripts/build_site.py $(OPTIONS)

bench: $(INSTALLED) ## Measure speed and memory, side by side with others.
	@$(BIN)/python -m benchmarks

coverage: $(INSTALLED) ## Run the tests and show which lines they do not reach.
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest --quiet --numprocesses auto --dist loadgroup \
		tests/unit tests/integration
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

venv: $(INSTALLED) ## Set up .venv with the locked dependencies.

lock: $(INSTALLED) ## Update requirements/; UPGRADE= keeps the versions.
	@$(LOCK) $(UPGRADE) --all-extras --group pyproject.toml:dev \
		--output-file requirements/dev.lock pyproject.toml generated/pyproject.toml
	@$(LOCK) --constraint requirements/dev.lock --all-extras \
		--output-file requirements/tool.lock pyproject.toml
	@$(LOCK) --constraint requirements/dev.lock --all-extras \
		--output-file requirements/clients.lock generated/pyproject.toml
	@$(LOCK) $(UPGRADE) --constraint requirements/dev.lock --group pyproject.toml:mutation \
		--output-file requirements/mutation.lock
	@$(LOCK) $(UPGRADE) --constraint requirements/dev.lock --group pyproject.toml:ray \
		--output-file requirements/ray.lock
	@$(LOCK) $(UPGRADE) --group pyproject.toml:supply --output-file requirements/supply.lock

audit: $(INSTALLED) $(SUPPLY_INSTALLED) ## Look for known vulnerabilities of the locked packages.
	@$(BIN)/python scripts/audit.py $(if $(OSV_URL),--url '$(OSV_URL)') \
		$(LOCKS)

sbom: $(BILLS) ## Write an SBOM of what each wheel installs into reports/.

$(SBOM)/rollcall-contract.cdx.json: requirements/tool.lock pyproject.toml
$(SBOM)/rollcall-video.cdx.json: requirements/clients.lock generated/pyproject.toml
$(BILLS): | $(SUPPLY_INSTALLED) # of an environment with nothing but what the lock installs
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python build/$(<F)
	@$(BIN)/uv pip install --quiet --python build/$(<F)/bin/python --require-hashes --requirement $<
	@mkdir -p $(@D)
	@.venv-supply/bin/cyclonedx-py environment --pyproject $(word 2,$^) --mc-type library \
		--output-reproducible --output-file $@ build/$(<F)/bin/python
	@rm -r build/$(<F)
	@echo $@

clean: ## Remove the output of the targets, except .venv and node_modules.
	rm -rf build dist reports .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -not -path './.venv*/*' -not -path './node_modules/*' \
		-prune -exec rm -rf {} +

$(LOCKED): requirements/dev.lock
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit( \
		"Rollcall needs Python 3.11 or later; name one with: make PYTHON=python3.12 …")'
	@echo "Setting up .venv from requirements/dev.lock; this takes a minute, once."
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		--requirement requirements/dev.lock
	@touch $@

# A new version of a package needs no new environment.
$(INSTALLED): $(LOCKED) pyproject.toml generated/pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps \
		--no-build-isolation --editable . --editable generated
	@touch $@

$(SUPPLY_INSTALLED): requirements/supply.lock | $(INSTALLED)
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python .venv-supply
	@$(BIN)/uv pip install --quiet --python .venv-supply/bin/python --require-hashes \
		--requirement requirements/supply.lock
	@touch $@

$(NODE_INSTALLED): package.json package-lock.json
	@command -v npm >/dev/null || { \
		echo "This target needs Node (20.19 to 20, or 22.12 and later) and npm."; exit 1; }
	@npm ci --silent --no-fund --no-audit --ignore-scripts
	@touch $@
