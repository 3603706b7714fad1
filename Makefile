# Two commands matter: `make demo` and `make test`. Each sets up what it needs, once.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
export UV_PYTHON_DOWNLOADS := never

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installe
PYTEST := $(BIN)/pytest -n 2 --dist loadfile

.PHONY: help setup outils demo test test-officiel check fix docs bench geographie embarque clean

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

demo: setup ## Écrit dans demo/ les diagnostics et les chiffres clés de deux territoires
	@$(BIN)/ancrage demo --no-serve --dossier demo

test: setup outils ## Passe toute la suite, sans réseau ni fichier extérieur
	@$(PYTEST) -m "not donnees_officielles and not spark"
	@bash scripts/start_spark_connect.sh --prepare
	@$(BIN)/pytest -m spark tests/observatoire/moteur

test-officiel: setup outils ## Passe les tests sur les fichiers officiels (ANCRAGE_SOURCES_DIR)
	@$(PYTEST) -m donnees_officielles

check: setup ## Style, types, contrats d'import, catalogue, liens de la documentation
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/pytest tests/catalogue tests/architecture

fix: setup ## Met en forme le code
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

docs: setup ## Vérifie la documentation : liens, commandes, clés, exemples calculés
	@$(BIN)/pytest tests/architecture tests/catalogue/test_reference.py tests/observatoire/calculs/test_pages_methodes.py

bench: setup ## Mesure les temps (benchmarks/)
	@$(BIN)/python -m benchmarks

geographie: setup ## Reconstruit la géographie (réseau ; MOUVEMENTS=… ZONAGES=… fichiers Insee)
	@$(BIN)/python scripts/build_geographie.py $(MOUVEMENTS) --zonages $(ZONAGES)

embarque: setup ## Reconstruit le magasin embarqué depuis ANCRAGE_SOURCES_DIR
	@$(BIN)/python scripts/build_embarque.py

clean: ## Supprime l'environnement et les produits
	@rm -rf $(VENV) .venv-spark demo .pytest_cache .mypy_cache .ruff_cache .hypothesis
