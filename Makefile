# Every command a person or CI needs. `make` alone says what there is.
# The environment is .venv; nothing has to be activated, HOME may be empty, the path may hold spaces and Chinese.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.ONESHELL:
MAKEFLAGS += --no-print-directory

# An empty or missing HOME must not send anybody's cache to the root of the disk.
export HOME := $(if $(HOME),$(HOME),$(CURDIR)/.venv/home)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUTF8 := 1
PYTHON ?= $(firstword $(foreach p,python3 python3.13 python3.12 python3.11,$(shell $(p) -c 'import sys; sys.version_info >= (3, 11) and print("$(p)")' 2>/dev/null)))
OFFICE ?= office
PORT ?= 4200
YEAR ?= $(shell date +%Y)

.PHONY: help setup setup-dev up test check bench demo lock clean bench screenshots

help: ## this list / 命令一览
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

setup: .venv/.runtime ## install what running needs / 安装运行环境

setup-dev: .venv/.dev ## install what developing needs / 安装开发环境

up: setup ## the whole service, Ctrl-C stops it (OFFICE=folder PORT=4200) / 启动全部服务
	@if [ ! -e "$(OFFICE)" ]; then
	  echo "首次使用：以 samples/caizhuang 为样例建立 $(OFFICE)/"
	  cp -R samples/caizhuang "$(OFFICE)"
	fi
	DUDAO_PORT="$(PORT)" exec .venv/bin/dudao up "$(OFFICE)"

test: setup-dev ## all tests that need no root (ARGS=only these) / 全部测试
	@if [ -n "$(ARGS)" ]; then exec .venv/bin/python -m pytest $(ARGS); fi
	# Those of the real service one after the other, the rest on every core.
	.venv/bin/python -m pytest -m prefect
	.venv/bin/python -m pytest -m "not prefect" -n auto

check: setup-dev ## ruff, mypy, import-linter, house tests / 静态检查
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/python -m pytest -q tests/house

bench: setup-dev ## speed against its goals, docs/performance.md (ARGS=--quick for small sizes) / 测速
	PYTHONPATH="$(CURDIR)" .venv/bin/python -m bench $(ARGS)

demo: setup ## play a whole year of the sample office, with a report to look at / 推演一年
	@mkdir -p demo
	.venv/bin/dudao simulate samples/caizhuang --year $(YEAR) --report demo/$(YEAR).html

lock: .venv/.dev ## resolve the dependencies again (needs uv) / 重新锁定依赖
	for name in runtime dev; do
	  uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-annotate --no-header --no-strip-extras --group build $$([ $$name = dev ] && echo "--group dev") -o locks/$$name.txt
	done

clean: ## remove what make made, never an office / 清理（不动办公室文件夹）
	rm -rf .venv build demo ./*.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -not -path './office/*' -prune -exec rm -rf {} +

# The locks are complete, so nothing is resolved: --no-deps also keeps old versions of pip from re-reading extras.
.venv/.runtime: locks/runtime.txt pyproject.toml
	@$(call make_venv)
	echo "[2/3] 安装锁定的依赖（约一分钟，带哈希校验）……"
	$(call pip_install,locks/runtime.txt)
	echo "[3/3] 安装督导（dudao）……"
	.venv/bin/python -m pip install --quiet --no-input --no-deps --no-build-isolation --editable .
	touch $@

.venv/.dev: locks/dev.txt .venv/.runtime
	@echo "安装开发与测试工具……"
	$(call pip_install,locks/dev.txt)
	touch $@

define make_venv
if [ -z "$(PYTHON)" ]; then echo "需要 Python 3.11 或更新的版本：apt-get install python3 python3-venv" >&2; exit 1; fi
mkdir -p "$(HOME)"
echo "[1/3] 建立 .venv（$$($(PYTHON) --version)）……"
$(PYTHON) -m venv .venv || { echo "无法建立虚拟环境：apt-get install python3-venv" >&2; exit 1; }
endef

# pip says a line per package; shown as one counter, its errors stay on the error stream.
define pip_install
.venv/bin/python -m pip install --no-input --no-deps --require-hashes --compile -r $(1) \
  | awk -v all="$$(grep -c == $(1))" '/^(Collecting|Requirement already)/ { printf "\r  %d/%d", ++n, all; fflush() }
    /^Installing/ { printf "\r  %d/%d，写入并编译……", n, all; fflush() } END { print "" }'
endef
