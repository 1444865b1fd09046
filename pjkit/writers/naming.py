"""What tables made from records call indicators."""

from collections import Counter
from collections.abc import Iterable

from pjkit.model.scorecard import Mark


def unique_names(indicators: Iterable[Mark]) -> dict[str, str]:
    """Indicator id → name, with its 二级指标 where two have one name. Of several with one id the last counts."""
    found = {one.id: one for one in indicators}
    counts = Counter(one.name for one in found.values())
    return {
        id_: f"{one.name}（{one.path[1]}）" if counts[one.name] > 1 else one.name
        for id_, one in found.items()
    }
