"""The form (填报表): the cover, each sheet of the data contract that the rubric asks for, and the cross-checks."""

from collections.abc import Callable

from pjkit.forms import cells
from pjkit.forms.form.accounts import accounts
from pjkit.forms.form.answers import answers, reviews, self_scores
from pjkit.forms.form.cover import cover
from pjkit.forms.form.cross_checks import cross_checks
from pjkit.forms.form.figures import items, lists, outputs, projects
from pjkit.forms.form.order import Order
from pjkit.forms.form.texts import chapters, organisation, profile
from pjkit.model import contract
from pjkit.sheets.sheet import Sheet

_SHEETS: dict[str, Callable[[Order], Sheet]] = {
    contract.PROFILE.name: profile,
    contract.ORGANISATION.name: organisation,
    contract.ACCOUNTS.name: accounts,
    contract.PROJECTS.name: projects,
    contract.ITEMS.name: items,
    contract.ANSWERS.name: answers,
    contract.SELF_SCORES.name: self_scores,
    contract.REVIEWS.name: reviews,
    contract.OUTPUTS.name: outputs,
    contract.CHAPTERS.name: chapters,
}


def sheets_of(order: Order) -> tuple[Sheet, ...]:
    """Every sheet in the workbook's order: what the rubric asks for between what only people read."""
    asked = (name for name, spec in order.contract.items() if spec.asked)
    sheets = (_SHEETS[name](order) if name in _SHEETS else lists(order, name) for name in asked)
    return cover(order), *sheets, cross_checks(order)


def make_form(order: Order) -> bytes:
    """The form as an .xlsx workbook; the same order gives the same bytes."""
    return cells.make_workbook(f"{order.year} 年度绩效自评填报表", sheets_of(order))
