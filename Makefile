# Everything works on a fresh machine with Python (3.11 or newer), make and git only.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help report test lab lint clean

help:  ## 列出可用的命令
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@

$(VENV)/installed-lab: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[lab]'
	touch $@

report: $(VENV)/installed  ## 生成全部示例部门的报告，并列出网页的位置
	$(BIN)/pjkit render

test: $(VENV)/installed-dev lint  ## 全部测试、代码检查和类型检查
	$(BIN)/python -m pytest

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

lab: $(VENV)/installed-lab  ## 在 JupyterLab 中打开模板笔记本
	$(BIN)/jupyter lab notebooks/report.ipynb

clean:  ## 删除虚拟环境和输出
	rm -rf $(VENV) outputs/[0-9]*
