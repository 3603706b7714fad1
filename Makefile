# Two commands matter: `make demo` and `make test`. Each sets up what it needs, once.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
export UV_PYTHON_DOWNLOADS := never
# Where the environment forbids it, every process would compile anew all that it imports.
export PYTHONDONTWRITEBYTECODE :=

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installe
# In the order of the files: sorted by number of tests, one long test would end the run alone.
PYTEST := $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

.PHONY: help setup outils demo serve test test-postgresql test-officiel check fix docs bench charge geographie embarque clean

help: ## Liste les commandes
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

setup: $(STAMP) ## Installe l'environnement verrouillé dans .venv

$(STAMP): requirements.lock pyproject.toml scripts/prepare_venv.sh
	@bash scripts/prepare_venv.sh $(VENV)
	@$(BIN)/uv pip sync --quiet --require-hashes requirements.lock
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

outils: ## Installe LibreOffice, poppler et Java, que seuls les tests utilisent
	@bash scripts/install_test_tools.sh

demo: setup ## Écrit les documents de deux territoires, crée le site de démonstration et le démarre
	@$(BIN)/ancrage demo --dossier demo

serve: setup ## Démarre le site en production (réglages : docs/reference/variables.md)
	@$(BIN)/ancrage serve

test: setup outils ## Passe toute la suite, sans réseau ni fichier extérieur
	@$(PYTEST) -m "not donnees_officielles and not spark"
	@bash scripts/start_spark_connect.sh --prepare
	@$(BIN)/pytest -m spark tests/observatoire/moteur

# The same tests as on SQLite, pages, doors and journeys included.
PLATEFORME := tests/plateforme tests/portes tests/parcours tests/accessibilite
# Any PostgreSQL will do: one variable names it. The tests make and drop a database of their own.
POSTGRESQL ?= postgresql://root@127.0.0.1:5432/postgres

test-postgresql: setup outils ## Passe les tests de la plateforme sur PostgreSQL (POSTGRESQL=postgresql://…)
	@ANCRAGE_DATABASE_URL=$(POSTGRESQL) $(PYTEST) $(PLATEFORME)

test-officiel: setup outils ## Passe les tests sur les fichiers officiels (ANCRAGE_SOURCES_DIR)
	@$(PYTEST) -m donnees_officielles

check: setup ## Style, types, contrats d'import, catalogue, liens de la documentation
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(PYTEST) tests/catalogue tests/architecture --ignore tests/architecture/test_droits.py

fix: setup ## Met en forme le code
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

docs: setup ## Vérifie la documentation : liens, commandes, clés, exemples calculés
	@$(BIN)/pytest tests/architecture tests/catalogue/test_reference.py tests/observatoire/calculs/test_pages_methodes.py

bench: setup ## Mesure les temps (benchmarks/)
	@$(BIN)/python -m benchmarks

charge: setup ## Mesure le site sous la charge de 50 personnes (PostgreSQL ; DEPUIS=fichiers officiels)
	@$(BIN)/python -m tests.charge --postgresql $(POSTGRESQL) $(if $(DEPUIS),--depuis $(DEPUIS))

geographie: setup ## Reconstruit la géographie (réseau ; fichiers Insee : MOUVEMENTS=… ZONAGES=… QUARTIERS=…)
	@$(BIN)/python scripts/build_geographie.py $(MOUVEMENTS) --zonages $(ZONAGES)
	@$(BIN)/python scripts/build_quartiers.py $(QUARTIERS)

embarque: setup ## Reconstruit le magasin embarqué depuis ANCRAGE_SOURCES_DIR
	@$(BIN)/python scripts/build_embarque.py

clean: ## Supprime l'environnement et les produits
	@rm -rf $(VENV) .venv-spark demo .pytest_cache .mypy_cache .ruff_cache .hypothesis
