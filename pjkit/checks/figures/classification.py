"""Parts of one total that belong to two classifications of spending (功能分类与经济分类混用)."""

from collections.abc import Iterable, Iterator

from pjkit.checks.base import Case
from pjkit.model.dossier import AccountLine
from pjkit.model.names import fold
from pjkit.model.problem import shown
from pjkit.model.scorecard import Finding

# The classes (类) of 2022年政府收支分类科目. Those whose name stands in both classifications, such as
# 其他支出, 转移性支出, 预备费 and 债务付息支出, tell nothing and are left out.
FUNCTIONS = frozenset(
    {
        "一般公共服务支出",
        "外交支出",
        "国防支出",
        "公共安全支出",
        "教育支出",
        "科学技术支出",
        "文化旅游体育与传媒支出",
        "社会保障和就业支出",
        "社会保险基金支出",
        "卫生健康支出",
        "节能环保支出",
        "城乡社区支出",
        "农林水支出",
        "交通运输支出",
        "资源勘探工业信息等支出",
        "商业服务业等支出",
        "金融支出",
        "援助其他地区支出",
        "自然资源海洋气象等支出",
        "住房保障支出",
        "粮油物资储备支出",
        "国有资本经营预算支出",
        "灾害防治及应急管理支出",
    }
)
"""支出功能分类: what the money is for."""

ECONOMIC = frozenset(
    {
        "工资福利支出",
        "商品和服务支出",
        "对个人和家庭的补助",
        "债务利息及费用支出",
        "资本性支出(基本建设)",
        "资本性支出",
        "对企业补助(基本建设)",
        "对企业补助",
        "对社会保障基金补助",
        "机关工资福利支出",
        "机关商品和服务支出",
        "机关资本性支出",
        "机关资本性支出(基本建设)",
        "对事业单位经常性补助",
        "对事业单位资本性补助",
        "对企业资本性支出",
    }
)
"""支出经济分类, of departments and of the government: what it was spent on. Names as ``fold`` writes them."""


def mixed_classification(case: Case) -> Iterator[Finding]:
    """Parts of one row of 收支 must be of one classification: the same money stands in both."""
    for path in dict.fromkeys(line.path.rpartition("/")[0] for line in case.dossier.accounts.values()):
        children = case.dossier.children(path) if path else []
        functions = [line for line in children if fold(line.name) in FUNCTIONS]
        economic = [line for line in children if fold(line.name) in ECONOMIC]
        if functions and economic:
            message = (
                f"{shown(path)}的分项混用两种分类：{_listed(functions)}是功能分类，{_listed(economic)}是经济分类；"
                "同一笔支出在两种分类中各有位置，混列容易重复或遗漏"
            )
            yield Finding("mixed_classification", "疑似", functions[0].source, message)


def _listed(lines: Iterable[AccountLine]) -> str:
    return "、".join(f"{shown(line.name)}（{line.source.removeprefix('收支!')}）" for line in lines)
