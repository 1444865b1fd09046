"""What a rubric asks of a department: the data contract's sheets, columns and rows that it reads or shows, and its own."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from pjkit.model import contract
from pjkit.model.clause import Question
from pjkit.model.contract import PROJECT_COLUMN, Column, Kind, SheetSpec, number_kind
from pjkit.scoring.declarations import SHOWN, ColumnSpec, FigureSpec, ListSpec
from pjkit.scoring.rubric import Rubric

_KINDS: Mapping[str, Kind] = {
    "文字": Kind.TEXT,
    "整数": Kind.WHOLE,
    "是否": Kind.FLAG,
    "日期": Kind.DATE,
}
PROJECT_SPENDING = "支出/项目支出"
_BY_PROJECT = {
    spec.name for spec in (contract.ITEMS, contract.ANSWERS, contract.SELF_SCORES, contract.REVIEWS)
}
_SHOWN_ON: Mapping[str, tuple[SHOWN, ...]] = {
    contract.ORGANISATION.name: ("functions", "sections"),
    contract.PROJECTS.name: ("project_spending", "project_list", "project_management", "spending_by_kind"),
    contract.OUTPUTS.name: ("outputs",),
}
_SHOWN_ACCOUNTS: Mapping[str, tuple[SHOWN, ...]] = {
    "收入": ("income", "budget_and_actual"),
    "支出": ("basic_spending", "project_spending", "spending_by_kind", "budget_and_actual", "project_list"),
    "三公经费": ("three_public",),
}


def contract_of(rubric: Rubric) -> dict[str, SheetSpec]:
    """Sheet name → what it holds, in the workbook's order: every sheet that may be handed in, the rubric's lists too.

    What the rubric has no use for is not ``asked`` and may be absent, but data that have it are not refused for it.
    """
    specs = (_spec(spec, rubric) for spec in contract.SHEETS.values())
    found: dict[str, SheetSpec] = {}
    for spec in specs:
        found[spec.name] = spec
        if spec.name == contract.ITEMS.name:
            found |= {name: _list_spec(name, listed, rubric) for name, listed in rubric.lists.items()}
    return found


def _spec(spec: SheetSpec, rubric: Rubric) -> SheetSpec:
    """A sheet of the contract as far as the rubric asks for it."""
    if spec is contract.ACCOUNTS:
        extra = (Column(name, Kind.MONEY, unit=contract.MONEY_UNIT) for name in extra_columns(rubric))
        spec = spec.with_columns(*extra, after=contract.AMOUNT_COLUMNS[-1])
    if spec is contract.PROJECTS:
        spec = spec.asking(flags_asked(rubric), contract.FLAGS)
    if spec is contract.ANSWERS:
        questions = [question for clause in rubric.clauses() for question in clause.questions()]
        spec = spec.asking(list(_answer_columns(questions)), ("评分", "次数", "同一事项"))
    asked = _is_asked(spec.name, rubric)
    return replace(_by_project(spec, rubric) if spec.name in _BY_PROJECT else spec, asked=asked)


def _answer_columns(questions: Iterable[Question]) -> Iterator[str]:
    for question in questions:
        if question.judged:
            yield "评分"
        if question.counts_cases:
            yield from ("次数", "同一事项")


def _by_project(spec: SheetSpec, rubric: Rubric) -> SheetSpec:
    """A sheet whose rows are of one project, where the rubric is for projects."""
    if rubric.subject != "project":
        return spec
    named = Column(PROJECT_COLUMN, optional=True)
    key = (*spec.key, PROJECT_COLUMN)
    return replace(spec.with_columns(named, after=""), key=key, printed=(*key, "单位", *spec.guides))


def _list_spec(name: str, listed: ListSpec, rubric: Rubric) -> SheetSpec:
    """The first column names a row; rows of one name may differ in what sorts them (a column of words)."""
    columns = tuple(_column(column, spec) for column, spec in listed.columns.items())
    key = (columns[0].name, *(column.name for column in columns[1:] if column.words))
    spec = SheetSpec(name, columns, key, hint=listed.hint)
    return replace(_by_project(spec, rubric), printed=())


def _column(name: str, spec: ColumnSpec) -> Column:
    kind = number_kind(spec.typed_unit, below_zero=spec.below_zero)
    return Column(
        name,
        Kind.TEXT if spec.words else _KINDS.get(spec.kind, kind),
        optional=spec.optional,
        unit=spec.typed_unit,
        words=spec.words,
        hint=spec.hint,
        below_zero=spec.below_zero,
    )


def _is_asked(sheet: str, rubric: Rubric) -> bool:
    """Whether the rubric reads something of the sheet or a chapter shows it."""
    if sheet == contract.ACCOUNTS.name:
        return bool(accounts_asked(rubric))
    if sheet == contract.ITEMS.name:
        return bool(items_asked(rubric))
    if sheet == contract.ANSWERS.name:
        return any(clause.questions() for clause in rubric.clauses())
    if sheet == contract.CHAPTERS.name:
        return bool(chapter_names(rubric))
    if sheet == contract.PROJECTS.name:
        return _reads_projects(rubric) or _shows(rubric, _SHOWN_ON[sheet])
    return sheet not in _SHOWN_ON or _shows(rubric, _SHOWN_ON[sheet])


def _shows(rubric: Rubric, wanted: Iterable[SHOWN]) -> bool:
    return not {one for chapter in rubric.all_chapters() for one in chapter.show}.isdisjoint(wanted)


def _reads_projects(rubric: Rubric) -> bool:
    return (
        rubric.subject == "project"
        or any(clause.flags_read() for clause in rubric.clauses())
        or any(use.ref.sheet == contract.PROJECTS.name for use in rubric.uses)
    )


# Rows and columns


def extra_columns(rubric: Rubric) -> tuple[str, ...]:
    """The columns of 收支 that the rubric has beside the contract's four."""
    return rubric.columns.get(contract.ACCOUNTS.name, ())


def flags_asked(rubric: Rubric) -> set[str]:
    """The flags of 项目 that a clause reads, or a chapter shows."""
    read = {flag for clause in rubric.clauses() for flag in clause.flags_read()}
    chosen_by = {use.ref.row for use in rubric.uses if use.ref.sheet == contract.PROJECTS.name}
    shown = set(contract.FLAGS) if _shows(rubric, ("project_management",)) else set()
    return read | (chosen_by & set(contract.FLAGS)) | shown


def accounts_asked(rubric: Rubric) -> list[str]:
    """The 科目 that the form prints: those that the rubric reads, and the usual ones below the same head."""
    read = rows_read(rubric, contract.ACCOUNTS.name)
    roots = {path.partition("/")[0] for path in read}
    roots |= {root for root, shown in _SHOWN_ACCOUNTS.items() if _shows(rubric, shown)}
    usual = [path for path in contract.ACCOUNT_PATHS if path.partition("/")[0] in roots]
    if rubric.subject == "department" and _reads_projects(rubric):
        usual.append(PROJECT_SPENDING)  # 0 there tells that there is no project
    return list(dict.fromkeys([*usual, *read]))


def items_asked(rubric: Rubric) -> dict[str, FigureSpec]:
    """The rows of 基础数据 with unit, hint and words, by name: declared figures in the file's order, then others read."""
    found: dict[str, FigureSpec] = {}
    for name, declared in rubric.figures.items():
        place = next(iter(rubric.places(name)), None) if declared.value is None else None
        if place and place.sheet == contract.ITEMS.name:
            found.setdefault(place.row, declared)
    words = _words_read(rubric)
    for row in rows_read(rubric, contract.ITEMS.name):
        given = found.get(row) or FigureSpec()
        found[row] = given.model_copy(update={"words": given.words or words.get(row, ())})
    return found


def _words_read(rubric: Rubric) -> dict[str, tuple[str, ...]]:
    """Rows of 基础数据 that are one of a clause's words (优秀 …)."""
    return {
        place.row: words
        for clause in rubric.clauses()
        for field, words in clause.words_read().items()
        for place in rubric.places(clause.figure_refs()[field].written)
    }


def chapter_names(rubric: Rubric) -> tuple[str, ...]:
    """The texts that the report's chapters take from 文字."""
    return tuple(dict.fromkeys(chapter.text for chapter in rubric.all_chapters() if chapter.text))


def rows_read(rubric: Rubric, sheet: str) -> list[str]:
    """The rows of 收支, 基础数据 or 基本信息 that the rubric reads, each once."""
    return list(dict.fromkeys(use.ref.row for use in rubric.uses if use.ref.sheet == sheet))
