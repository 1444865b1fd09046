# Everything works on a fresh machine with Python (3.11 or newer), make and git only.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help report test bench soak lab lint clean

help:  ## 列出可用的命令
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@

$(VENV)/installed-soak: $(VENV)/installed-dev  ## 反复打断批量生成（杀进程、磁盘满、坏数据），核对最后的结果（SOAK="--departments 60" 等可改规模）
	$(BIN)/python tests/soak/soak.py $(SOAK)

lab: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[lab]'
	touch $@

report: $(VENV)/installed  ## 生成全部示例部门的报告，并列出网页的位置
	$(BIN)/pjkit render

test: $(VENV)/installed-dev lint  ## 全部测试、代码检查和类型检查
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/installed-dev  ## 测量批量生成的速度、内存，与常见做法比较（BENCH="--departments 200" 等可改规模）
	$(BIN)/python tests/bench/bench.py $(BENCH)

lab: $(VENV)/installed-lab  ## 在 JupyterLab 中打开模板笔记本
	$(BIN)/jupyter lab notebooks/report.ipynb

clean:  ## 删除虚拟环境和输出
	rm -rf $(VENV) outputs/[0-9]*
