"""Where firms are named."""

import time

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from newsextract.layers import LOCALE_KEY
from newsextract.recognise.firms import make_firm_finder
from newsextract.records.marks import ENTITIES, FIRMS, REFERENCES, Entity
from newsextract.segment.tokenizer import JiebaTokenizer

VOCAB = Vocab()
TOKENIZER = JiebaTokenizer(VOCAB)


def document(text, names=(), locale="zh-CN"):
    doc = TOKENIZER(text)
    doc.user_data[LOCALE_KEY] = locale
    ENTITIES.write(doc, [Entity(text.index(name), text.index(name) + len(name), label) for name, label in names])
    return doc


@pytest.fixture(scope="module")
def finder():
    return make_firm_finder(None, "firms")


def firms(finder, text, names=(), locale="zh-CN"):
    return [mark.text for mark in FIRMS.read(finder(document(text, names, locale)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("昨日,月泉仿生(杭州)科技有限公司成立。", ["月泉仿生(杭州)科技有限公司"]),
        ("月泉仿生(300999.SZ)今日涨停。", ["月泉仿生"]),
        ("“月泉仿生”完成数千万元融资,创始人兼CEO称。“月泉仿生”创始人出席。", ["月泉仿生", "月泉仿生"]),
        ("本轮由月泉资本领投,蓝舟创投、江岸资本跟投。", ["月泉资本", "蓝舟创投", "江岸资本"]),
        ("研究机构QuantaTrend指出,需求回升。", ["QuantaTrend"]),
        ("投资方包括英伟达、特斯拉、月泉仿生等。", ["英伟达", "特斯拉", "月泉仿生"]),
        ("*ST月泉今日停牌。", ["*ST月泉"]),
        ("月泉科技发布公告。月泉科技称业绩向好。", ["月泉科技", "月泉科技"]),
        ("拟收购子公司月泉仿生51%股权。", ["月泉仿生"]),
        ("权王台积电(2330-TW)今天大涨。", ["台积电"]),
        ("去年,郑州富士康扩产。", ["郑州富士康"]),
        ("Meta Platforms Inc. 发布财报。", ["Meta Platforms"]),
        ("湖州银行发布公告。", ["湖州银行"]),
        ("元大集团发布公告。", ["元大集团"]),
    ],
)
def test_firm_is_found_by_shape_and_context(finder, text, expected):
    assert firms(finder, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "杭州市政府发布通知。",
        "证监会和上交所要求整改。",
        "江州大学的研究团队发现。",
        "多家上市公司发布公告。",
        "大型国有银行下调利率。",
        "沪深300指数收涨。",
        "国际航空物流市场回暖。",
        "施工行业景气。",
        "技术工人很抢手。",
        "公司拟转让其100%股权。",
        "控股股东爽约,市场哗然。",
    ],
)
def test_what_is_no_firm_is_left(finder, text):
    assert firms(finder, text) == []


def test_short_form_of_a_full_name_is_found_elsewhere(finder):
    text = "月泉仿生(杭州)科技有限公司成立。两年后,月泉仿生扩产。"

    assert firms(finder, text) == ["月泉仿生(杭州)科技有限公司", "月泉仿生"]


def test_defined_alias_is_found_and_says_whose_it_is(finder):
    doc = finder(document("江州月泉置业有限公司(以下简称“江州月泉”)公告。江州月泉称无异议。"))

    marks = FIRMS.read(doc)

    assert [mark.text for mark in marks] == ["江州月泉置业有限公司", "江州月泉", "江州月泉"]
    assert marks[1].alias_of == "江州月泉置业有限公司"


def test_alias_of_place_trade_and_form_is_taken_at_its_word(finder):
    doc = finder(document("东莞市建工集团有限公司(以下简称东莞建工集团)昨日公告。东莞建工集团称无异议。"))

    assert [mark.alias_of for mark in FIRMS.read(doc)] == [None, "东莞市建工集团有限公司", "东莞市建工集团有限公司"]


@pytest.mark.parametrize("label", ["person", "place", "product"])
def test_defined_alias_is_the_firm_even_where_the_model_sees_something_else(finder, label):
    text = "海蒂营养科技股份有限公司(下称“海蒂”)公告。海蒂扩产。"

    assert firms(finder, text, [("海蒂", label)]) == ["海蒂营养科技股份有限公司", "海蒂", "海蒂"]


def test_alias_of_a_firm_behind_whose_name_a_branch_stands_is_that_firm(finder):
    text = "建在园区的海蒂营养科技股份有限公司越南子公司(以下简称“海蒂”)投产。海蒂扩产。"
    marks = FIRMS.read(finder(document(text, [("海蒂", "person")])))

    assert [mark.alias_of for mark in marks if mark.text == "海蒂"] == ["海蒂营养科技股份有限公司"] * 2


def test_alias_that_no_firm_of_the_clause_begins_with_is_left(finder):
    text = "海蒂营养科技股份有限公司公告,新办法(以下简称“月泉规”)施行。月泉规细化了标准。"

    assert firms(finder, text) == ["海蒂营养科技股份有限公司"]


def test_who_closes_a_round_of_funding_is_a_firm(finder):
    text = "矿山机器人公司“随泉”近期已完成千万元级天使轮融资。至此,随泉的订单增长。"

    assert firms(finder, text) == ["随泉", "随泉"]


@pytest.mark.parametrize("text", ["公司近日完成新一轮融资。", "该项目此前获得两轮融资。", "今年上半年完成多轮融资。"])
def test_funding_of_nobody_named_names_no_firm(finder, text):
    assert firms(finder, text) == []


def test_what_stands_around_a_name_counts_wherever_it_is(finder):
    text = "海澜格算的解法已经落地。海澜格算首席科学家出席。海澜格算成立于2025年。"
    doc = document(text)
    ENTITIES.write(doc, [Entity(0, 4, "firm", 0.75)])

    assert [mark.start for mark in FIRMS.read(finder(doc))] == [0, 12, 24]


def test_flows_of_money_and_indices_are_no_firms(finder):
    text = "北向资金净买入10亿元,恒科指收涨,沪股通成交活跃。"

    assert firms(finder, text, [("北向资金", "firm"), ("恒科指", "firm"), ("沪股通", "firm")]) == []


def test_address_in_brackets_is_no_name(finder):
    assert firms(finder, "月泉科技(moonspring.net.cn)发布公告。") == ["月泉科技"]


def test_role_noun_that_is_defined_as_an_alias_is_no_name(finder):
    assert firms(finder, "江州月泉置业有限公司(以下简称“公司”)公告。公司无异议。") == ["江州月泉置业有限公司"]


def test_name_of_another_script_in_brackets_is_an_alias(finder):
    doc = finder(document("月泉科技(Moonspring)发布公告。月泉科技称。Moonspring的产品上市。"))

    assert [mark.text for mark in FIRMS.read(doc)] == ["月泉科技", "Moonspring", "月泉科技", "Moonspring"]


def test_code_of_a_listed_firm_is_kept(finder):
    (mark,) = FIRMS.read(finder(document("月泉科技(300999.SZ)今日涨停。")))

    assert mark.code == "300999.SZ"


def test_ordinary_word_needs_more_than_the_gazetteer(finder):
    assert firms(finder, "今年苹果丰收,农户增收。") == []
    assert firms(finder, "手机巨头苹果发布财报。") == ["苹果"]


def test_taiwanese_short_name_counts_with_its_code_only(finder):
    assert firms(finder, "大成(1210-TW)今天公告营收。", locale="zh-TW") == ["大成"]
    assert firms(finder, "集大成者。", locale="zh-TW") == []


def test_model_name_is_cut_where_other_words_follow(finder):
    text = "月泉资本领投了本轮。"

    assert firms(finder, text, [("月泉资本领投", "organisation")]) == ["月泉资本"]


def test_foreign_person_is_no_firm(finder):
    assert firms(finder, "董事长罗伯特·马士基·乌格拉到访。") == []


def test_component_works_without_other_layers():
    doc = make_firm_finder(None, "firms")(Doc(VOCAB, words=["英伟达", "发布", "财报"], spaces=[False] * 3))

    assert [mark.text for mark in FIRMS.read(doc)] == ["英伟达"]
    assert [span.text for span in doc.spans["firms"]] == ["英伟达"]


@pytest.mark.parametrize("unit", ["阿里(", "月泉有限公司", "台积电、", "英伟达。该公司", "月泉科技(Moon)"])
def test_hostile_text_takes_time_by_its_length(finder, unit):
    text = unit * (60_000 // len(unit))
    started = time.process_time()

    finder(document(text))

    assert time.process_time() - started < 10  # a second; squared it would be minutes


def test_empty_document_has_no_firms(finder):
    assert firms(finder, "") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("英伟达发布财报。该公司预计增长。", ["该公司"]),
        ("英伟达发布财报,公司预计增长。", ["公司"]),
        ("这家企业专注视觉。", ["这家企业"]),
        ("一家公司的故事。", []),
        ("该行业景气。", []),
        ("多家上市公司表态。", []),
    ],
)
def test_role_nouns_are_references(finder, text, expected):
    assert [mark.text for mark in REFERENCES.read(finder(document(text)))] == expected


@pytest.mark.parametrize(
    "text, name",
    [
        pytest.param(
            "芯片设计企业苏州旻芯微电子股份有限公司获投资。", "苏州旻芯微电子股份有限公司", id="trade-then-place"
        ),
        pytest.param(
            "中国移动通信集团广东有限公司表示增长。", "中国移动通信集团广东有限公司", id="place-inside-the-name"
        ),
    ],
)
def test_a_legal_name_begins_with_its_place_behind_a_description(extractor, text, name):
    assert [firm.name for firm in extractor.extract(text).firms] == [name]


def read_by_model(finder, text, *names):
    doc = TOKENIZER(text)
    doc.user_data[LOCALE_KEY] = "zh-CN"
    entities = []
    for name, label, score in names:
        start = text.index(name)
        entities.append(Entity(start, start + len(name), label, score))
    ENTITIES.write(doc, entities)
    return [mark.text for mark in FIRMS.read(finder(doc))]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("特斯拉光科今日停牌。", [("特斯拉光科", "firm", 0.97)], ["特斯拉光科"]),
        ("特斯拉财报优于预期。", [("特斯拉财报", "firm", 0.97)], ["特斯拉"]),
        ("昨天特斯拉跨企业工会开会。", [("特斯拉跨企业工会", "organisation", 0.9)], []),
        ("高盛月光动量指数走低。", [("高盛月光动量指数", "product", 0.8)], []),
        ("招商物业宣布涨价。", [("招商物业", "firm", 0.98)], ["招商物业"]),
        ("向交易对方浙江省月泉能源有限责任公司购买资产。", [], ["浙江省月泉能源有限责任公司"]),
        ("月泉科技旗下子公司亏损。", [("月泉科技", "firm", 0.95)], ["月泉科技"]),
        ("公司减持月泉药业股份。月泉药业发布公告。", [("月泉药业", "firm", 0.95)], ["月泉药业", "月泉药业"]),
        ("高盛Lindqvist表示看好。策略师Anna Lindqvist是其首席。", [("Lindqvist", "firm", 0.9)], ["高盛"]),
        ("瑞银香港分行昨日开业。", [("瑞银", "firm", 0.9)], ["瑞银"]),
        ("汇丰银行香港分行昨日开业。", [("汇丰银行", "firm", 0.9)], ["汇丰银行香港分行"]),
    ],
)
def test_model_is_weighed_against_the_words(finder, text, names, expected):
    assert read_by_model(finder, text, *names) == expected


@pytest.mark.parametrize(
    "text",
    [
        "债券简称为21万科02,票面利率下调。",
        "他昨天在微博上写道。",
        "作者:月泉科技 编辑:李某",
        "警方捣毁月泉诈骗集团。",
        "(作者:祁明月,月刊记者)",
    ],
)
def test_bond_app_byline_and_gang_are_no_firms(finder, text):
    assert firms(finder, text) == []


def test_known_name_before_its_app_is_a_firm_where_it_acts(finder):
    assert firms(finder, "互联网公司微博发布财报,营收增长。") == ["微博"]


def test_what_only_looks_like_a_firm_is_doubted_where_the_model_sees_nothing(finder):
    assert read_by_model(finder, "履行好科技创新任务。李某出席。", ("李某", "person", 0.9)) == []
    assert read_by_model(finder, "本轮由月泉银行承销。李某出席。", ("李某", "person", 0.9)) == ["月泉银行"]
