# make demo   set up .venv, run the corpus into SQLite, say what was found and where to look
# make test   set up .venv, run every check and test
# make lint   the checks without the tests
# make chaos  a run over 2,000 articles that is killed 50 times in every phase, damaged inputs, and a PostgreSQL killed 10 times
# make bench  speed by stage and beside others, memory of a long run, and quality on gold articles

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
USED   := $(VENV)/.installed
DEV    := $(VENV)/.installed-dev
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable

.PHONY: demo test lint bench chaos clean

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "newsextract needs Python 3.11 or newer; run: make PYTHON=/path/to/python3.11")'
	@$(PYTHON) -m venv $(VENV)

# What the demo needs takes a minute; what the tests need besides (Ray, a PostgreSQL, Playwright) takes several.
$(USED): pyproject.toml | $(BIN)/python
	@echo "installing into $(VENV) ..."
	@$(PIP) '.[fast,review]'
	@touch $@

$(DEV): pyproject.toml | $(BIN)/python
	@echo "installing with all that the tests need into $(VENV) ..."
	@$(PIP) '.[dev]'
	@touch $@ $(USED)

demo: $(USED)
	@rm -rf out news.db
	@$(BIN)/newsextract run corpus/articles -o out --db sqlite:///news.db
	@$(BIN)/newsextract show corpus/articles/觀澈科技_城市樣本.txt --html out/first-look.html
	@$(BIN)/python docs/examples/first_look.py news.db
	@echo
	@echo "Look at:  out/first-look.html   in a browser: one article with everything that was found in it"
	@echo "          out/records/          a JSON record for each article"
	@echo "          news.db               the same in SQLite; docs/examples/first_look.py shows three queries"
	@echo "Decide:   $(BIN)/newsextract review --db sqlite:///news.db   opens the claims in a browser"

test: $(DEV) lint
	@$(BIN)/python -m pytest -n auto --reruns 1

lint: $(DEV)
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/newsextract schema --check

bench: $(DEV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@$(BIN)/python bench/speed.py
	@$(BIN)/python bench/memory.py
	@$(BIN)/python bench/quality.py

chaos: $(DEV)
	@$(BIN)/python tests/chaos.py
	@$(BIN)/python tests/damage.py
	@$(BIN)/python tests/chaos_postgres.py

clean:
	rm -rf $(VENV) out news.db .pytest_cache .mypy_cache .ruff_cache
