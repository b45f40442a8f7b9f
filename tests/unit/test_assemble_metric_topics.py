"""Whose figure it is where the sentence names no subject right before it."""

from itertools import count

import pytest

from metric_docs import owners_of
from newsextract.assemble.metric_topics import (
    find_actors,
    find_head,
    find_pointed,
    find_product,
    find_thing_at,
    find_thing_of,
)

FIRMS = ("海岚科技", "东江证券", "远帆汽车", "南岭拍卖")


def owner(text: str, figure: str, **entities: str) -> str | None:
    finding = owners_of(text, FIRMS, ("公司",), **entities)[figure]
    return finding.subject.text if finding.subject else None


@pytest.mark.parametrize(
    ("text", "figure", "subject"),
    [
        ("海岚科技宣布，年底前投入5亿元补贴。", "5亿元", "海岚科技"),
        ("海岚科技发布新机，搭载远帆汽车的芯片，售价5000元。", "5000元", "海岚科技"),
        ("海岚科技的客户包括南岭拍卖、远帆汽车，毛利率为21%。", "21%", "海岚科技"),
        ("海岚科技与远帆汽车合作，后者出资3亿元。", "3亿元", "远帆汽车"),
        ("海岚科技投资建设的云岭储能电站并网，总投资3亿元。", "3亿元", "云岭储能电站"),
        ("海岚科技推出了免安装的巡检系统，识别率达98%。", "98%", "巡检系统"),
        ("公告指出，二期试验收治300名患者。", "300名", "二期试验"),
        ("轻享版采用单电机，最大功率200千瓦。", "200千瓦", "轻享版"),
        ("三大法人买超80亿元，其中投信买超60亿元。", "60亿元", "投信"),
    ],
    ids=count(1),
)
def test_the_subject_is_found_by_what_the_sentence_does(text, figure, subject):
    assert owner(text, figure) == subject


def test_a_work_owns_its_figures():
    assert owner("海岚科技的游戏《雾中城》昨日上线，首日营收300万元。", "300万元") == "《雾中城》"


def test_a_term_that_brackets_define_stands_for_its_firm():
    findings = owners_of("远帆汽车(以下简称“标的公司”)去年盈利。海岚科技称，标的公司净利润2亿元。", FIRMS, ("公司",))

    assert findings["2亿元"].subject.text == "远帆汽车"
    assert findings["2亿元"].firm_id == owners_of("远帆汽车营收1元。海岚科技营收2元。", FIRMS)["1元"].firm_id


def test_a_text_without_firms_is_about_its_first_place():
    assert owner("海州市公布数据。固定资产投资增长5%。", "5%", place="海州市") == "海州市"


@pytest.mark.parametrize(
    ("text", "head"),
    [("轻享版采用单电机", "轻享版"), ("全年推出新品", None), ("由于成本上升", None), ("其产品采用", None)],
    ids=count(1),
)
def test_a_head_is_a_noun_before_a_verb(text, head):
    piece = find_head(text, 0, len(text))

    assert (piece.text if piece else None) == head


def test_a_product_is_what_was_made():
    assert find_product("公司研发了可折叠的巡检机器人,", 0, 15).text == "巡检机器人"
    assert find_product("公司发布了公告,", 0, 8) is None


def test_a_thing_that_a_firm_builds_is_the_subject():
    text = "海岚科技承建的跨江隧道采用新工艺"

    assert find_thing_of(text, 4, len(text)).text == "跨江隧道"
    assert find_thing_of("海岚科技的营收", 4, 7) is None


def test_a_defined_term_within_a_longer_one_is_not_its_firm():
    text = "海岚科技(以下简称“公司”)拟收购远帆汽车(以下简称“标的公司”)。公司称，标的公司净利润2亿元。"

    assert owners_of(text, FIRMS)["2亿元"].firm_id == "F2"


@pytest.mark.parametrize(
    ("text", "pointed"),
    [
        ("该地块位于城东", "该地块"),
        ("这款机器人搭载", "这款机器人"),
        ("该车储物箱", "该车"),
        ("该游戏三季度", "该游戏"),
        ("这对多年来保持", None),
        ("这里生产", None),
        ("该数据显示", None),
        ("此次发行", None),
        ("这场国内赛事", None),
    ],
    ids=count(1),
)
def test_a_clause_points_at_a_thing(text, pointed):
    piece = find_pointed(text, 0, len(text))

    assert (piece.text if piece else None) == pointed


@pytest.mark.parametrize(
    ("text", "figure", "who"),
    [
        ("共有38家家电上市公司披露了预告", "38家", "家电上市公司"),
        ("其中八成药企实现增长", "八成", "药企"),
        ("已与4家物流企业签订协议", "4家", None),
        ("收购了3家公司实现转型", "3家", None),
        ("拥有300名工程师", "300名", None),
        ("包括12家银行和保险公司", "12家", None),
    ],
    ids=count(1),
)
def test_those_who_are_counted_act(text, figure, who):
    start = text.index(figure)
    piece = find_actors(text, start, start + len(figure))

    assert (piece.text if piece else None) == who


@pytest.mark.parametrize(
    ("text", "name_end", "thing"),
    [
        ("海州厂以代工方式生产", 2, "海州厂"),
        ("海州首店将于明年开业", 2, "海州首店"),
        ("海州销量增长", 2, None),
        ("海州推出新政", 2, None),
    ],
    ids=count(1),
)
def test_a_thing_at_a_place_is_named_with_it(text, name_end, thing):
    piece = find_thing_at(text, 0, name_end, len(text))

    assert (piece.text if piece else None) == thing
