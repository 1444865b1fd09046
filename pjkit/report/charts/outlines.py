"""Path data in fewer bytes: relative whole-number steps instead of absolute coordinates on a line each."""

import re
from collections.abc import Iterator

_COMMAND = re.compile(r"([MLQCz])([^MLQCz]*)")

Step = tuple[int, int]


def compact(outline: str, scale: float, places: int) -> str:
    """An absolute path (M, L, Q, C, z) as a relative one, times ``scale``, rounded to ``places`` decimals.

    Absolute places are rounded, then subtracted: errors do not add up along the path.
    """
    written, letter = [], ""
    for name, numbers in _relative(outline, scale * 10**places):
        text = _numbers(numbers, places)
        repeated = name == letter and not text.startswith("-")
        written.append((" " if repeated else "" if name == letter else name) + text)
        letter = name
    return "".join(written)


def _relative(outline: str, unit: float) -> Iterator[tuple[str, list[int]]]:
    here = start = (0, 0)
    for name, given in _COMMAND.findall(outline):
        places = [round(float(number) * unit) for number in given.split()]
        stops = list(zip(places[::2], places[1::2], strict=True))
        steps = [(x - here[0], y - here[1]) for x, y in stops]
        here = stops[-1] if stops else start
        start = here if name == "M" else start
        if name != "L" or steps != [(0, 0)]:
            yield _named(name, steps)


def _named(name: str, steps: list[Step]) -> tuple[str, list[int]]:
    """The shortest command: level and upright lines need one number."""
    if name == "L" and steps[0][1] == 0:
        return "h", [steps[0][0]]
    if name == "L" and steps[0][0] == 0:
        return "v", [steps[0][1]]
    return name.lower(), [number for step in steps for number in step]


def _numbers(numbers: list[int], places: int) -> str:
    texts = [_number(number, places) for number in numbers]
    return "".join(text if text.startswith("-") or not at else f" {text}" for at, text in enumerate(texts))


def _number(number: int, places: int) -> str:
    if not places:
        return str(number)
    text = f"{number / 10**places:.{places}f}".rstrip("0").rstrip(".")
    return text.replace("0.", ".", 1) if text.removeprefix("-").startswith("0.") else text
