# make demo   set up .venv, run the corpus into SQLite, say what was found and where to look
# make test   set up .venv, run every check and test
# make lint   the checks without the tests
# make chaos  a run over 2,000 articles that is killed 50 times, damaged inputs, and a PostgreSQL killed 10 times
# make bench  speed by stage and beside others, memory of a long run, and quality on gold articles

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.PHONY: demo test lint bench chaos clean

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "newsextract needs Python 3.11 or newer; run: make PYTHON=/path/to/python3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(STAMP)
	@rm -rf out news.db
	@$(BIN)/newsextract run corpus/articles -o out --db sqlite:///news.db
	@$(BIN)/newsextract show corpus/articles/觀澈科技_城市樣本.txt --html out/first-look.html
	@$(BIN)/python docs/examples/first_look.py news.db
	@echo
	@echo "Look at:  out/first-look.html   in a browser: one article with everything that was found in it"
	@echo "          out/records/          a JSON record for each article"
	@echo "          news.db               the same in SQLite; docs/examples/first_look.py shows three queries"

test: $(STAMP) lint
	@$(BIN)/python -m pytest -n auto

lint: $(STAMP)
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/newsextract schema --check

bench: $(STAMP)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@$(BIN)/python bench/speed.py
	@$(BIN)/python bench/memory.py
	@$(BIN)/python bench/quality.py

chaos: $(STAMP)
	@$(BIN)/python tests/chaos.py
	@$(BIN)/python tests/damage.py
	@$(BIN)/python tests/chaos_postgres.py

clean:
	rm -rf $(VENV) out news.db .pytest_cache .mypy_cache .ruff_cache
