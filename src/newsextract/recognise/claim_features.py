"""Numbers that the review priority of a claim is computed from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from newsextract.records.fields import ClaimType

_GRAVE = re.compile(
    r"亏损|净亏|巨亏|转亏|违规|违法|处罚|罚款|立案|调查|起诉|诉讼|判|违约|逾期|裁员|破产|退市|造假|召回|冻结|质押|减持|爆雷|暴跌|重挫|腰斩|"
    r"停产|关停|下滑|大降|大减|裁罚|没收|索赔|风险警示|失信|欠薪|死亡|事故|爆炸"
)
_MONEY = re.compile(r"[亿万兆]\s?(?:多|余|美)?元|[亿兆]|美元|美金|港元|港币|欧元")


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a sentence stands and what other layers found in it."""

    position: float
    """0 for the article's first sentence, 1 for its last."""
    headline: bool
    figures: int
    firms: int
    references: int
    spoken_by_party: bool


def features_of(sentence: str, types: Sequence[ClaimType], setting: Setting) -> dict[str, float]:
    """Return the features by name: flags are 0 or 1, counts are cut at a few, so that no feature runs away."""
    flags = {name: float(name in types) for name in ("superlative", "comparison", "event", "forecast", "attributed")}
    return {
        **flags,
        "figures": min(setting.figures, 4) / 4,
        "has_figure": float(setting.figures > 0),
        "money": float(bool(_MONEY.search(sentence)) and setting.figures > 0),
        "firm": float(setting.firms > 0),
        "firms": min(setting.firms, 3) / 3,
        "reference": float(setting.references > 0),
        "party": float(setting.spoken_by_party),
        "grave": float(_GRAVE.search(sentence) is not None),
        "headline": float(setting.headline),
        "early": 1.0 - setting.position,
        "length": min(len(sentence), 120) / 120,
    }
