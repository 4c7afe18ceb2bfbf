# Every command of this repository; `make` prints them.
.DEFAULT_GOAL := help
SHELL := /bin/sh
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
T ?= tests
N ?= 2
VLO := $(BIN)/vlo

.PHONY: reference help up status logs scale restart down reset fix shell psql check lint types imports deps config \
	test test-pure coverage bench migration migrate migrate-check lock installed installed-dev \
	image compose-up compose-down compose-test

help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n\033[1m%s\033[0m\n", substr($$0, 5)} \
		/^[a-z-]+:.*## / {printf "  \033[36m%-14s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)

installed:
	@deploy/onebox/install.sh run

installed-dev:
	@deploy/onebox/install.sh dev

##@ Every day
up: installed ## Start everything on this machine, with demo data; PORT=8080 unless given
	@$(VLO) up $(if $(PORT),--port $(PORT))

status: installed ## Show each process: up, pid, port, restarts, memory
	@$(VLO) status

logs: installed ## Follow the logs; S=name for one process
	@$(VLO) logs $(S)

scale: installed ## Run N replicas of one tier's API: make scale TIER=local N=3
	@$(VLO) scale --tier "$(TIER)" --replicas $(N)

restart: installed ## Replace a tier's processes one after another: make restart TIER=local
	@$(VLO) restart --tier "$(TIER)"

down: installed ## Stop everything; the data stays
	@$(VLO) down

reset: installed ## Stop everything and forget the data
	@$(VLO) reset --yes

shell: installed ## Open a Python prompt with a database session: make shell TIER=local
	@$(VLO) shell --tier "$(TIER)"

psql: installed ## Open a database prompt: make psql TIER=local
	@$(VLO) psql --tier "$(TIER)"

##@ Before you push
fix: installed-dev ## Format and repair what can be
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

reference: installed-dev ## Write docs/api/*.json anew from the routes
	@$(BIN)/python -m enterprise.reference docs/api/enterprise.json
	@$(BIN)/python -m local.reference docs/api/local.json

check: lint types imports deps config ## Everything that needs no database

lint: installed-dev ## Ruff: rules and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: installed-dev ## Pyright, strict
	@$(BIN)/pyright

imports: installed-dev ## Who may import whom
	@$(BIN)/lint-imports

deps: installed-dev ## Declared dependencies are the used ones
	@$(BIN)/deptry services libs deploy/onebox

config: installed-dev ## The gateway's files and the architecture tests
	@$(BIN)/python -m onebox.gateway_config gateway
	@$(BIN)/pytest -q tests/architecture

test: installed-dev ## Every test, or some: make test T=tests/local
	@$(BIN)/pytest $(T)

test-pure: installed-dev ## The domain logic only, in about two seconds
	@$(BIN)/pytest -q $$(find tests -type d -name domain)

coverage: installed-dev ## Every test, with the lines and branches that none of them runs
	@$(BIN)/pytest --cov --cov-report=term $(T)
	@echo "What decides is covered whole, branches too:"
	@$(BIN)/coverage report --include='*/domain/*' --fail-under=100

##@ Containers
image: installed ## Build the images, SBOM in dist/: make image, or one: make image TIER=local
	@deploy/images/build.sh $(TIER)

compose-up: image ## Start both tiers with Docker Compose, healthy when it returns; GATEWAY_PORT=8080 unless given
	@deploy/compose/compose.sh up --detach --wait

compose-down: installed ## Stop the Compose stack; the data stays
	@deploy/compose/compose.sh down

compose-test: installed-dev ## Start the Compose stack for real, test it, take it away; an engine is started where none is
	@deploy/compose/test.sh

##@ Database
migration: installed-dev ## Write a migration from the models: make migration TIER=local M="add reviews"
	@$(VLO) schema new --tier "$(TIER)" --message "$(M)"

migrate: installed ## Bring the running databases to the newest version
	@$(VLO) schema apply

migrate-check: installed-dev ## Upgrade from empty; models and migrations agree
	@$(VLO) schema check

##@ Operating
bench: installed-dev ## The speed table, to the screen and bench/results.json
	@. deploy/engine/paths.sh; if is_running; then use_engine; fi; $(BIN)/python -m bench

lock: installed-dev ## Renew uv.lock after a change of pyproject.toml
	@$(BIN)/uv lock
