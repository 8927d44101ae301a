.POSIX:
# Works with python3 (3.11 or newer), make and a shell; everything else is set up on first use.

STACK = dev
PYTHON = .venv/bin/python
WORKERS = 2
REQUIREMENTS = --system fivestar

.PHONY: help setup up preview destroy test lint requirements conformance bench clean

help: ## this list
	@echo "make TARGET [STACK=dev|staging|prod|management]"; echo
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' Makefile

setup: ## Python environment, Pulumi CLI and provider schema; does only what is missing
	@python3 -m sandbox.bootstrap

up: setup ## deploy the stack on the embedded AWS, policy pack on
	@sandbox/pulumi up -s $(STACK) --yes
	@echo
	@echo "Deployed on the embedded AWS; no account was touched. Next:"
	@echo "  sandbox/cloud list                        what exists now"
	@echo "  sandbox/pulumi stack output -s $(STACK)        endpoints and names"
	@echo "  sandbox/pulumi preview -s prod            production, judged by the policies"
	@echo "  edit Pulumi.$(STACK).yaml, then make preview   what a change would do"
	@echo "  make destroy                              take it all down again"

preview: setup ## what an update of the stack would change, and what the policies say
	@sandbox/pulumi preview -s $(STACK) --diff

destroy: setup ## take the stack down again; prod is protected and refuses
	@sandbox/pulumi destroy -s $(STACK) --yes || \
	    { echo "A protected stack is taken down in steps: docs/guides/take-a-stack-down.md"; exit 1; }
	@echo "What is left in the cloud:"
	@sandbox/cloud list

test: lint ## linters, type checker and every test
	@PYTHONDONTWRITEBYTECODE= $(PYTHON) -m pytest -n $(WORKERS) --dist worksteal --requirements-record=.pytest_cache/requirements.json

lint: setup ## ruff and mypy
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy .

requirements: setup ## which rows of the acceptance list are proven; REQUIREMENTS="--unproven --kind policy" for others
	@$(PYTHON) -m acceptance $(REQUIREMENTS)

conformance: setup ## every example of the AWS SDK through the embedded AWS, with a report by resource type
	@$(PYTHON) -m sandbox.conformance

bench: setup ## how long previews take, with and without the policy pack, measured side by side
	@$(PYTHON) -m bench

clean: ## remove environment, tools, embedded clouds and caches
	rm -rf .venv .tools .sandbox systems/*/.sandbox .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
