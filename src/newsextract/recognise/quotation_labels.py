"""Find who speaks in a printed conversation: labels that stand, with a colon, before several lines."""

import re
from collections import Counter
from collections.abc import Collection

from newsextract.recognise.quotation_speakers import is_like_a_name
from newsextract.rules.speaker_words import kind_of_words

_LABEL = re.compile(r"(?:^|(?<=\n))[ \t]{0,8}([^\s,，。;:!?“”()\[\]【】、|]{1,12})[ ]?:")
_ANSWERS = frozenset({"答", "A", "回答", "受访者", "嘉宾"})
_ASKERS = frozenset({"问", "Q", "记者", "本报记者", "主持人", "提问", "采访者", "编辑", "作者", "文"})
_SPEAKING = ("title", "anonymous", "organisation", "firm")
_LEAST = 2


def find_labels(text: str, names: Collection[str]) -> dict[str, str | None]:
    """Return the labels of those who answer in a printed interview, each with whom to cite (None: 答 names nobody).

    Args:
        text: normalised.
        names: the words that are known to name a firm, a person or an institution.
    """
    counts = Counter(_LABEL.findall(text))
    found: dict[str, str | None] = {}
    for label, count in sorted(counts.items()):
        if count < _LEAST or label in _ASKERS or kind_of_words(label) == "outlet":
            continue
        if label in _ANSWERS:
            found[label] = None
        elif label in names or is_like_a_name(label) or kind_of_words(label) in _SPEAKING:
            found[label] = label
    return found
