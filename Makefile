# What one does with Rollcall, a target each. `make` alone lists them.

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
RUNS ?= 100
SEEDS ?= 1,2,3
BUDGET ?= 2
# One of each kind; SAMPLE= tries all, which takes hours.
SAMPLE ?= 464

# Every document in openapi/; the first is meant where one is, and none is named.
DOCUMENTS := $(sort $(shell grep -l '^openapi:' openapi/*.yaml))
ONE := $(or $(SPEC),$(firstword $(DOCUMENTS)))
# A server of one's own serves one API; the sandbox serves all.
TESTED := $(if $(SPEC)$(BASE_URL),$(ONE),$(DOCUMENTS))
ONE_SERVED = $(if $(BASE_URL),$(if $(SPEC)$(filter 1,$(words $(DOCUMENTS))),,$(error \
	BASE_URL: say which contract the server serves: $(DOCUMENTS:%=SPEC=%))))
# What make teeth writes of each, and the other campaigns.
TRIED := $(foreach spec,$(TESTED),reports/faults-$(basename $(notdir $(spec))).json)
CAMPAIGNS := $(foreach report,$(TRIED:.json=), \
	$(report).json $(report)-alone.json $(report)-client.json $(report)-spec.json)

BIN := .venv/bin
INSTALLED := .venv/.installed
NODE_INSTALLED := node_modules/.installed
# What the documents in openapi/ say is also known from elsewhere: their rules, and the facts.
SPEC_WITNESSES := --lint tests.openapi.witness:refused --lint tests.openapi.witness:lint \
	--facts tests.openapi.witness:facts
REDOCLY := REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true node_modules/.bin/redocly

# pytest is given the token in the environment: a command line is seen by all users of the machine.
ifneq ($(value TOKEN),)
export ROLLCALL_TOKEN := $(value TOKEN)
endif

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help venv contract teeth alone matrix steady test generate verify lint lint-spec format \
	typecheck serve bench coverage build lock clean

help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "Variables of contract and teeth: BASE_URL, TOKEN, PROFILE (smoke, ci, nightly, live), SEED, SPEC,"
	@echo "PARENT, RATE (requests a second), MAX_REQUESTS, MAX_TIME (seconds; contract alone), and"
	@echo "OPTIONS, which go to the command as they are: make contract OPTIONS=--require-witnesses."
	@echo "Variables of serve: ROOMS, and OPTIONS, which go to the sandbox as they are."
	@echo "PYTHON names the interpreter that sets up .venv."

contract: verify ## Prove clients and a server (BASE_URL, TOKEN, SPEC; the sandbox) against the specs.
	@mkdir -p reports
	$(if $(TOKEN),$(if $(BASE_URL),,$(error TOKEN is for a server of your own: add BASE_URL=…)))
	$(ONE_SERVED)
	@$(BIN)/python -m contract_tests $(foreach spec,$(TESTED),--spec '$(spec)') \
		$(if $(BASE_URL),--base-url '$(BASE_URL)') \
		$(if $(SEED),--hypothesis-seed $(SEED)) \
		$(foreach parent,$(PARENT),--parent '$(parent)') \
		$(if $(RATE),--rate '$(RATE)') \
		$(if $(MAX_REQUESTS),--max-requests '$(MAX_REQUESTS)') \
		$(if $(MAX_TIME),--max-time '$(MAX_TIME)') \
		--profile '$(PROFILE)' \
		--junitxml reports/contract.xml --contract-json reports/contract.json \
		--html-report reports/contract.html \
		$(foreach report,$(wildcard $(TRIED)),--faults-json '$(report)') $(OPTIONS)

teeth: verify ## Break a server (BASE_URL, TOKEN; the sandbox) in every way: what is noticed?
	@mkdir -p reports
	$(if $(TOKEN),$(if $(BASE_URL),,$(error TOKEN is for a server of your own: add BASE_URL=…)))
	$(ONE_SERVED)
	@status=0; for spec in $(foreach spec,$(TESTED),'$(spec)'); do \
		report=reports/faults-$$(basename "$$spec" .yaml); \
		$(BIN)/python -m rollcall.mutants server --spec "$$spec" \
		$(if $(BASE_URL),--base-url '$(BASE_URL)') \
		$(if $(SEED),--seed '$(SEED)') \
		$(foreach parent,$(PARENT),--parent '$(parent)') \
		$(if $(RATE),--rate '$(RATE)') \
		$(if $(MAX_REQUESTS),--max-requests '$(MAX_REQUESTS)') \
		--profile '$(PROFILE)' --json "$$report.json" --html "$$report.html" $(OPTIONS) \
		|| status=$$?; \
	done; exit $$status

alone: $(INSTALLED) ## Try schemathesis by itself on the faults of a server (SEEDS, BUDGET, SAMPLE).
	@mkdir -p reports
	@for spec in $(foreach spec,$(TESTED),'$(spec)'); do \
		$(BIN)/python -m rollcall.mutants alone --spec "$$spec" \
		--seeds '$(SEEDS)' --budget '$(BUDGET)' $(if $(SAMPLE),--sample '$(SAMPLE)') \
		--json reports/faults-$$(basename "$$spec" .yaml)-alone.json || exit; \
	done

matrix: verify ## Try all faults, and write docs/faults.md from the runs; takes two hours.
	@mkdir -p reports
	@rm -f $(CAMPAIGNS)
	-@$(MAKE) --no-print-directory teeth PROFILE=ci
	-@for spec in $(foreach spec,$(TESTED),'$(spec)'); do \
		report=reports/faults-$$(basename "$$spec" .yaml); \
		$(BIN)/python -m rollcall.mutants client --spec "$$spec" \
		--json "$$report-client.json"; \
		$(BIN)/python -m rollcall.mutants spec --spec "$$spec" $(SPEC_WITNESSES) \
		--json "$$report-spec.json"; \
	done
	@$(MAKE) --no-print-directory alone
	@$(BIN)/python -m rollcall.mutants matrix $(CAMPAIGNS)

steady: $(INSTALLED) ## Run the suite RUNS times on sound servers, to look for false alarms.
	@mkdir -p reports
	@$(BIN)/python -m rollcall.mutants steady --runs '$(RUNS)' --json reports/steady.json

test: $(INSTALLED) ## Run the project's own tests.
	@$(BIN)/python -m pytest tests --junitxml reports/tests.xml

generate: $(INSTALLED) ## Write generated/ from openapi/.
	@$(BIN)/python scripts/generate.py update

verify: $(INSTALLED) ## Check that generated/ is what openapi/ says; write nothing.
	@$(BIN)/python scripts/generate.py verify

serve: $(INSTALLED) ## Start the sandbox server on loopback.
	@$(BIN)/python -m contract_tests.sandbox $(if $(ROOMS),--rooms $(ROOMS)) $(OPTIONS)

lint: $(INSTALLED) ## Check the code's style; write nothing.
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-logo --no-cache

format: $(INSTALLED) ## Mend the code's style where a tool can.
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

typecheck: $(INSTALLED) ## Check the types with mypy, and with pyright where there is Node.
	@$(BIN)/mypy src generated scripts contract_tests tests benchmarks
	@if command -v npm >/dev/null; \
	then $(MAKE) --no-print-directory $(NODE_INSTALLED) && node_modules/.bin/pyright; \
	else echo "pyright: skipped, for it needs Node and npm"; fi

lint-spec: $(NODE_INSTALLED) ## Lint openapi/ with Redocly and the project's own rules; needs Node.
	@$(REDOCLY) lint --config openapi/redocly.yaml $(or $(SPEC),$(DOCUMENTS))

bench: $(INSTALLED) ## Measure speed and memory, side by side with others.
	@$(BIN)/python -m benchmarks

coverage: $(INSTALLED) ## Run the tests and show which lines they do not reach.
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest tests
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

build: verify ## Build the wheels of the tool and of the clients into dist/.
	@$(BIN)/python -m build --no-isolation --outdir dist .
	@$(BIN)/python -m build --no-isolation --outdir dist generated

venv: $(INSTALLED) ## Set up .venv with the locked dependencies.

lock: $(INSTALLED) ## Write requirements.lock anew from both pyproject.toml.
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-annotate --all-extras \
		--group pyproject.toml:dev --custom-compile-command "make lock" \
		--output-file requirements.lock pyproject.toml generated/pyproject.toml

clean: ## Remove what the targets made, but for .venv and node_modules.
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
