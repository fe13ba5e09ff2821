# Needs make and python3 with its venv module; everything else comes by itself, below this folder.
# `make` alone lists what there is.

UV_VERSION := 0.13.9
PYTHON     := .venv/bin/python
SYNCED     := .venv/.synced
SYNC_LOG   := var/log/set-up.log
UV         := $(shell command -v uv 2>/dev/null)
ifeq ($(UV),)
UV         := .uv/bin/uv
UV_OURS    := .uv/.installed-$(UV_VERSION)
endif

# One environment, here, whatever the caller's shell has active.
unexport VIRTUAL_ENV PYTHONHOME PYTHONPATH PYTHONDONTWRITEBYTECODE
export UV_PROJECT_ENVIRONMENT := .venv

.DEFAULT_GOAL := help
.PHONY: help run test check train tune shell docs certificate bench-understanding clean

help: ## list what there is
	@echo "make <target>, where <target> is one of"
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' $(MAKEFILE_LIST) | while IFS='|' read -r target text; do printf '  %-7s %s\n' "$$target" "$$text"; done

run: $(SYNCED) ## start the bot; PORT= and ACTION_PORT= choose other ports, HTTP_API=1 opens Rasa's HTTP API
	@$(PYTHON) -m launch run

test: $(SYNCED) ## play the test stories, then run every other test
	@$(PYTHON) -m launch stories
	@$(PYTHON) -m pytest

check: $(SYNCED) ## style, types, the knowledge and the training data; any warning fails
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy
	@$(PYTHON) -m knowledge check --docs
	@$(PYTHON) -m bench.understanding.unseen
	@$(PYTHON) -m launch validate

train: $(SYNCED) ## train the model, if the files it is made from have changed
	@$(PYTHON) -m launch train

tune: $(SYNCED) ## fit the sentence encoder to the examples anew (about 20 minutes); worth it after data/ has changed a lot
	@$(PYTHON) -m nlu.components.tuning

shell: $(SYNCED) ## talk to the bot in this terminal
	@$(PYTHON) -m launch shell

docs: $(SYNCED) ## write the pages about the knowledge into docs/
	@$(PYTHON) -m knowledge docs

certificate: $(SYNCED) ## prove the safety invariants over every patient (some minutes); writes docs/certificate.md
	@$(PYTHON) -m knowledge certify

bench-understanding: $(SYNCED) train ## how well messages never trained on are understood; SAMPLES= adds a folder of them
	@$(PYTHON) -m bench.understanding --samples bench/understanding/samples $(SAMPLES) --folds --picture var/confusion.png

clean: ## delete models, logs, stored conversations and caches; .venv and .uv stay
	@rm -rf models results .rasa var .pytest_cache .ruff_cache .mypy_cache
	@find . -name __pycache__ -not -path './.*' -prune -exec rm -rf {} +

# The environment is synced again only when what it is made from has changed.
$(SYNCED): pyproject.toml uv.lock .python-version | $(UV_OURS)
	@$(UV) python find >/dev/null 2>&1 || \
	  { echo "Python $$(cat .python-version) is not on this machine: trying to fetch it"; $(UV) python install >/dev/null 2>&1; } || \
	  { echo "Python $$(cat .python-version) is needed and could not be fetched: please install it and run the same again." >&2; exit 1; }
	@echo "Installing the packages into .venv: a minute or two the first time (log: $(SYNC_LOG))"
	@mkdir -p $(dir $(SYNC_LOG)); : > $(SYNC_LOG); \
	  $(UV) sync --frozen --compile-bytecode --no-progress --color never > $(SYNC_LOG) 2>&1 & uv=$$!; \
	  trap 'kill $$uv; exit 130' INT TERM; seconds=0; \
	  while kill -0 $$uv 2>/dev/null; do \
	    sleep 1; seconds=$$((seconds + 1)); \
	    [ $$((seconds % 5)) != 0 ] || printf '  %3d s  %s\n' $$seconds "$$(tail -n 1 $(SYNC_LOG) | sed "s/^Installed.*/compiling them, which halves every start/")"; \
	  done; \
	  wait $$uv || { cat $(SYNC_LOG) >&2; echo "The packages could not be installed: see the lines above." >&2; exit 1; }
	@touch $@

.uv/.installed-%:
	@echo "Installing uv $* into .uv"
	@here="$$PWD" && cd / && python3 -m venv "$$here/.uv" || \
	  { echo "python3 could not make a virtual environment: install python3 with its venv module, then run the same again." >&2; exit 1; }
	@.uv/bin/python -m pip install --disable-pip-version-check uv==$* || \
	  { echo "uv $* could not be installed: see the lines above." >&2; exit 1; }
	@touch $@
