"""What to do about a text that stands where a number belongs: the way of writing tells what was meant."""

import re

from pjkit.model.amounts import fold_width

_LONGEST = 60  # a longer text is none of these, and the patterns would take their time with it
_DEFAULT = "改成数字，没有数据就留空"
# The first that fits is told; full-width forms are folded before.
_ADVICE = tuple(
    (re.compile(pattern, re.IGNORECASE), advice)
    for pattern, advice in (
        (r"[-–—―─/\\~_*.]+|无|没有|空|暂无|未知|n\.?a\.?|n/a|#n/a|nil|none|null", "没有发生写 0，没有数据就留空，不适用写“不适用”"),
        (r".*\d[\s]*(百|千|万|亿|百万|千万|万亿)元?", "按本列的单位换算后只写数字，“万”“亿”不写在格内"),
        (r".*[元%‰个人份户辆分]|[¥$€£].*", "只写数字，单位不写在格内"),
        (r"[+-]?\d+(\.\d+)?e[+-]?\d+", "把数字写全，如 1.2E+3 写成 1200"),
        (r"\([\d,.]+\)", "负数在前面写减号，不用括号"),
        (r"[负点〇零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟]+", "用阿拉伯数字写，如 120"),
        (r"\d+\s*[/⁄]\s*\d+", "分数写成小数，如 1/2 写成 0.5"),
        (r"(约|大约|近|超|超过|逾|不足|不到|>|<|≥|≤|≈|~).*\d.*|.*\d.*(左右|上下|以上|以下|余|多|\+)", "写确切的数字，“约”“余”等写在说明里"),
        (r"[‘’'\"`].*", "删去数字前的引号"),
        (r"true|false", "改成数字；“TRUE”“FALSE”不是数字"),
        (r"\d{4}[-/.年]\d{1,2}([-/.月](\d{1,2}日?)?)?(\s.*)?", "改成数字；格式是日期的格，把格式改为“常规”后核对"),
        (r"\d+([,，]\d+)+(\.\d+)?", "千分位每三位一个逗号，或不写逗号"),
        (r"[\d.]+(\s+[\d.]+)+", "删去数字中间的空格"),
    )
)  # fmt: skip


def number_advice(text: str) -> str:
    """What to do about ``text``, which is no number."""
    folded = fold_width(text)
    if len(folded) > _LONGEST:
        return _DEFAULT
    return next((advice for pattern, advice in _ADVICE if pattern.fullmatch(folded)), _DEFAULT)
