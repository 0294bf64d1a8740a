# The commands of the house. `make help` lists them.
# The first Python that is new enough; setup says so in one line when there is none.
PYTHON ?= $(or $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done),python3)
PY := var/venv/bin/python
SETUP := $(PYTHON) -m tools.setup
SERVICES := $(PY) -m tools.with_services
ARGS ?=
# Test processes side by side; JOBS=0 runs them in this one (for a debugger).
JOBS ?= 2
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help demo demo-check test soak lint fmt bench messages screenshots clauses shell lock clean

help:  ## list the commands
	@grep -E '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 14

demo:  ## run the whole system with demo data (PORT=8000, Ctrl-C stops it)
	@$(SETUP) demo
	@exec $(PY) -m tools.demo

demo-check:  ## start the demo, see that it answers, stop it
	@$(SETUP) demo
	@exec $(PY) -m tools.demo --check

test:  ## set everything up and run every test (ARGS="-k lesson" passes arguments to pytest)
	@$(SETUP) test
	@$(SERVICES) --for-tests -- $(PY) -m pytest -n $(JOBS) --maxschedchunk 2 $(ARGS)

soak:  ## the long trials that `make test` runs only in samples
	@$(SETUP) test
	@SOAK=1 $(SERVICES) --for-tests -- $(PY) -m pytest -m soak $(ARGS)

lint:  ## style, types of imports, templates, migrations, deployment settings
	@$(SETUP) test
	@$(PY) -m tools.lint

fmt:  ## rewrite the code the way lint wants it
	@$(SETUP) test
	@$(PY) -m tools.lint --fix

bench:  ## measure the pages over HTTP (DISTRICT=45 for a whole district)
	@$(SETUP) test
	@$(SETUP) demo
	@$(PY) -m bench $(ARGS)

messages:  ## gather new strings into the .po files and compile them
	@$(SETUP) test
	@$(PY) -m tools.messages --gather

screenshots:  ## photograph the pages into docs/screenshots
	@$(SETUP) test
	@$(SERVICES) --for-tests -- $(PY) -m tools.screenshots $(ARGS)

clauses:  ## write docs/clauses.md: every clause, its rule, its tests
	@$(SETUP) test
	@$(SERVICES) --for-tests -- $(PY) manage.py clauses $(ARGS)

shell:  ## a Django shell on the demo's database
	@$(SETUP) demo
	@$(SERVICES) -- $(PY) manage.py shell $(ARGS)

lock:  ## renew requirements/*.txt from pyproject.toml (UPGRADE=1 takes newer versions)
	@$(SETUP) test
	@$(PY) -m tools.lock

clean:  ## remove everything that git ignores: packages, embedded servers, their data
	@$(PYTHON) -m tools.clean
