"""Every department by its total, with a link to its page."""

from pjkit.model.records import Batch
from pjkit.report.fragment import Fragment, sentence
from pjkit.report.summary.fragments import render
from pjkit.report.summary.lines import MANY, lines


def ranking(batch: Batch) -> Fragment:
    """One row for each department with a report; the page's script sorts and searches, else a plain table."""
    listed = lines(batch)
    if not listed:
        return sentence("还没有已生成的报告，无法排名。")
    grades = list(dict.fromkeys(line.record.total.grade for line in listed if line.record.total.grade))
    return render(
        "ranking",
        f"［排名］{len(listed)} 个部门",
        listed=listed,
        tall=len(listed) > MANY,
        rescaled=any(line.record.total.rescaled is not None for line in listed),
        grade_places={grade: place for place, grade in enumerate(reversed(grades), 1)},
    )
