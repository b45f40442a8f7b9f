"""The whole pipeline on texts put together from the stuff of news: a valid record, always, and the same one twice."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newsextract
from newsextract.run.extractor import article_of
from newsextract.validate import find_problems

PIECES = [
    "根据市气象站网站", "據經濟日報報導", "数据显示", "公司", "該公司", "澜石科技有限公司", "（下称“澜石”）", "澜石(603999.SH)", "岑澈電子(6899-TW)",
    "创始人李岳", "他", "发言人", "表示", "指出", "说", "認為", "预计", "將", "并未", "传", "“前景很好。”", "「很有信心」", "“没有关上", "：", "，", ",", "。",
    "；", "\n", "\n\n", "营收", "淨利", "達", "增长", "年減", "同比", "环比", "2024年", "今年上半年", "第三季", "昨(21)日", "12.5亿元", "三成", "近3000萬", "20多家",
    "1.5倍", "10%-15%", "分别为", "其中", "全球第一", "首次", "比", "高于", "收购", "完成融资", "由远川资本领投", "、", "(", "）", "《", "》", "\u200b", "𠮷", "😀", " ",
    "ABC Ltd.", "iPhone 15", "1", "-", "%", "元",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join)


@pytest.fixture(scope="module")
def loaded() -> newsextract.Extractor:
    return newsextract.load()


@given(text=texts)
def test_any_text_of_the_stuff_of_news_gives_a_valid_record(loaded, text):
    record = loaded.extract(text)

    assert find_problems(record) == []
    assert record.text == text


@settings(max_examples=20)
@given(several=st.lists(texts, min_size=2, max_size=6))
def test_an_article_gives_the_same_record_alone_and_among_others(loaded, several):
    together = list(loaded.extract_many(map(article_of, several)))

    assert together == [loaded.extract(text) for text in several]
