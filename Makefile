# Everything starts here: `make help`.

PYTHON ?= python3
PORT ?= 8000
DATASET ?= florence
ARGS ?=

# Byte code is written once and makes every later start twice as fast.
unexport PYTHONDONTWRITEBYTECODE
# Our packages only, wherever else this shell's Python looks.
unexport PYTHONPATH PYTHONHOME

PY := .venv/bin/python
# What production has; only for the commands that ask the settings something.
LIKE_PRODUCTION := SECRET_KEY=$$($(PY) -c "import secrets; print(secrets.token_urlsafe(48))") \
	ALLOWED_HOSTS=relint.example.org DEMONSTRATION=no DEBUG=no
LOCK := uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test check messages lock

help: ## this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*##/\t/' | expand -t 12
	@echo
	@echo "PORT=8001 chooses another port, PYTHON=python3.12 another Python,"
	@echo "ARGS='-k calendar' goes to pytest."

setup: ## the environment .venv with the locked packages
	@$(PYTHON) tools/setup.py

setup-dev: ## the same, with what tests and checks need
	@$(PYTHON) tools/setup.py --dev

run: setup ## everything that is missing, then the demonstration on http://127.0.0.1:8000/
	@DEMONSTRATION=yes exec $(PY) manage.py demo --port "$(PORT)" --dataset "$(DATASET)"

test: setup-dev ## all tests; needs nothing done before
	@$(PY) tools/browser.py
	@exec $(PY) -m pytest --numprocesses auto --dist worksteal $(ARGS)

check: setup-dev ## what must hold before a change goes in
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	.venv/bin/djlint --lint --quiet templates
	.venv/bin/lint-imports
	@$(LIKE_PRODUCTION) $(PY) manage.py makemigrations --check --dry-run
	@$(LIKE_PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING

# English is its own translation; the others are written by people. Needs gettext.
messages: setup-dev ## collect the texts into locale/, and compile what is translated
	@$(LIKE_PRODUCTION) $(PY) manage.py makemessages --all --no-location --no-wrap --no-obsolete \
		--ignore tests --ignore tools --ignore var
	@msgattrib --no-wrap --clear-fuzzy --empty locale/en/LC_MESSAGES/django.po \
		| msgen --no-wrap -o locale/en/LC_MESSAGES/django.po -
	@$(LIKE_PRODUCTION) $(PY) manage.py compilemessages --verbosity 0 --ignore .venv

# The lists name versions and hashes, never an address: each machine has its own package index.
# Run it after a change of the dependencies in pyproject.toml; `LOCK_ARGS=--upgrade` takes newer ones.
lock: ## requirements*.txt from pyproject.toml (needs uv)
	$(LOCK) $(LOCK_ARGS) --output-file requirements.txt
	$(LOCK) $(LOCK_ARGS) --group dev --constraint requirements.txt --output-file requirements-dev.txt
