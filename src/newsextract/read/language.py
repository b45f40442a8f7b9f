"""Say whether a text is Chinese at all: cheaply, by the scripts of its letters."""

import re

from newsextract.errors import ArticleError

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_HANGUL = re.compile("[\u1100-\u11ff\uac00-\ud7af]")
_OTHER_LETTER = re.compile(r"[^\W\d_\u1100-\u11ff\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_SAMPLE_CHARS = 4000
_JAPANESE_SHARE = 0.15  # of kana: a Chinese article that quotes a Japanese name stays far below
_KOREAN_SHARE = 0.15
_WORD_LETTERS = 4.0  # letters of a Latin word weigh like one Han character, roughly
_CHINESE_SHARE = 0.3


def check_chinese(text: str) -> tuple[str, ...]:
    """Return warnings where ``text`` looks like another language that also has Han characters.

    Raises:
        ArticleError: ``not_chinese``: there is no Han character in it.
    """
    if not _HAN.search(text):
        raise ArticleError(
            "not_chinese", "no Chinese character in the text: not Chinese, or decoded wrongly before; leave it out"
        )
    sample = text[:_SAMPLE_CHARS]
    han, kana, hangul = (len(script.findall(sample)) for script in (_HAN, _KANA, _HANGUL))
    if kana > _JAPANESE_SHARE * (kana + han):
        return (f"not Chinese: looks Japanese, {kana / (kana + han):.0%} of its characters are kana",)
    if hangul > _KOREAN_SHARE * (hangul + han):
        return (f"not Chinese: looks Korean, {hangul / (hangul + han):.0%} of its characters are Hangul",)
    words = len(_OTHER_LETTER.findall(sample)) / _WORD_LETTERS
    if han < _CHINESE_SHARE * (han + words):
        return (f"not Chinese: only {han} of the first {len(sample)} characters are Chinese",)
    return ()
