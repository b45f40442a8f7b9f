"""Whose figure it is, as far as the text decides it."""

from itertools import count

import pytest

from metric_docs import groups_of, metric_doc, owners_of
from newsextract.assemble.metrics import own_metrics

FIRMS = ("海岚科技", "东江证券", "远帆汽车", "南岭拍卖")
ROLES = ("公司", "该公司")


def owner(text: str, figure: str, **entities: str) -> tuple[str | None, str | None]:
    finding = owners_of(text, FIRMS, ROLES, **entities)[figure]
    return (finding.subject.text if finding.subject else None), finding.firm_id


@pytest.mark.parametrize(
    ("text", "figure", "subject"),
    [
        ("海岚科技营收5亿元。", "5亿元", "海岚科技"),
        ("海岚科技2024年营收5亿元。", "5亿元", "海岚科技"),
        ("海岚科技发布财报，上半年营收达5亿元。", "5亿元", "海岚科技"),
        ("东江证券将海岚科技目标价下调至86元。", "86元", "海岚科技"),
        ("海岚科技持有远帆汽车300万股。", "300万股", "海岚科技"),
        ("海岚科技旗下南岭拍卖引进日本商品，销量达2万件。", "2万件", "南岭拍卖"),
        ("东江证券指出，海岚科技发展稳健，营收增长12%。", "12%", "海岚科技"),
        ("海岚科技超越远帆汽车，出货量达3万台。", "3万台", "海岚科技"),
        ("海岚科技斥资买进远帆汽车346万股。", "346万股", "海岚科技"),
        ("海岚科技累计回购A股股份59万股，占总股本的0.3%。", "0.3%", "海岚科技"),
    ],
    ids=count(1),
)
def test_a_firm_of_the_sentence_owns_its_figures(text, figure, subject):
    assert owner(text, figure)[0] == subject


def test_a_firm_stands_with_its_id():
    findings = owners_of("海岚科技营收5亿元，远帆汽车营收3亿元。", FIRMS)

    assert [findings[figure].firm_id for figure in ("5亿元", "3亿元")] == ["F1", "F2"]


def test_a_stand_in_stands_for_its_firm():
    assert owner("海岚科技昨日发布财报。公司营收5亿元。", "5亿元") == ("公司", "F1")


def test_a_stand_in_after_a_mere_source_is_the_firm_of_the_article():
    text = "远帆汽车发布财报。远帆汽车股价大涨。远帆汽车扩产。\n东江证券记者注意到，公司营收增长5%。"
    doc = metric_doc(text, FIRMS, ROLES)

    (finding,) = own_metrics(doc, groups_of(doc, meant="东江证券"))

    assert finding.firm_id == "F1"


@pytest.mark.parametrize(
    ("text", "figure", "subject"),
    [
        ("海岚科技营收5亿元，同比增长12%。", "12%", "海岚科技"),
        ("海岚科技营收5亿元；净利润1亿元。", "1亿元", "海岚科技"),
        ("海岚科技昨日发布财报。净利润1亿元。", "1亿元", "海岚科技"),
        ("海岚科技欠款10亿港元(约合9亿元人民币)。", "约合9亿元人民币", "海岚科技"),
    ],
    ids=count(1),
)
def test_a_figure_without_subject_goes_on_with_the_one_before(text, figure, subject):
    assert owner(text, figure)[0] == subject


def test_the_article_s_main_firm_is_the_last_resort():
    text = "海岚科技一季报出炉\n海岚科技发布财报。\n分析人士认为前景广阔。\n预计净利润为3亿元。"

    assert owner(text, "3亿元") == ("海岚科技", "F1")


@pytest.mark.parametrize(
    ("text", "figure", "subject", "entities"),
    [
        ("海州市数字产业营收2万亿元。", "2万亿元", "海州市数字产业", {"place": "海州市"}),
        ("南岛据点因刚开业，前3季税前亏损1亿元。", "1亿元", "南岛据点", {}),
        ("我国乘用车产量达200万辆。", "200万辆", "我国乘用车", {}),
        ("外商投资企业实现利润总额8亿元。", "8亿元", "外商投资企业", {}),
        ("国有控股企业实现利润总额8亿元，同比增长17%。", "17%", "国有控股企业", {}),
        ("电力、热力生产和供应业利润8亿元，下降6.2%。", "6.2%", "电力、热力生产和供应业", {}),
        ("橡胶、碳酸锂跌1.5%。", "1.5%", "橡胶、碳酸锂", {}),
        ("已有36例患者完成植入。", "36例", "患者", {}),
        ("其中72%的用户选择了长续航版。", "72%", "用户", {}),
        ("目前总销23.9亿元的“云栖”开始交屋。", "23.9亿元", "云栖", {}),
        ("6月末工业企业资产8亿元；负债合计5亿元。", "5亿元", "工业企业", {}),
        ("李明远拥有25年创业经历。", "25年", "李明远", {"person": "李明远"}),
        ("测深机型HL-2采用新构型，最大航时超过5小时。", "超过5小时", "HL-2", {"product": "HL-2"}),
        ("河东进出口活跃，出口额达3亿元。", "3亿元", "河东", {"place": "河东"}),
    ],
    ids=count(1),
)
def test_places_industries_persons_and_products_own_figures(text, figure, subject, entities):
    assert owner(text, figure, **entities) == (subject, None)


def test_figures_in_the_order_of_places_belong_to_one_each():
    findings = owners_of("如成都和杭州房价涨幅分别为13.6%、9.28%。", place="成都", other="杭州")

    assert [findings[figure].subject.text for figure in ("13.6%", "9.28%")] == ["成都", "杭州"]


def test_an_ordinary_word_that_the_model_takes_for_a_place_owns_nothing():
    assert owner("海岚科技发布财报，居民客户增长5%。", "5%", place="居民")[0] != "居民"


def test_a_market_of_a_firm_is_the_firm_s_figure():
    text = "海岚科技在本土的销售额增长8%，河东市场增长20%。"

    assert owner(text, "20%", place="河东") == ("海岚科技", "F1")


def test_what_another_firm_has_counted_is_not_the_main_firm_s():
    text = "海岚科技新品热卖\n海岚科技昨日发布新品。\n据东江证券统计，今年出货达400万台。"

    assert owner(text, "400万台")[1] is None


def test_an_article_without_firms_keeps_the_subject_it_has():
    doc = metric_doc("全国粮食产量1亿吨，同比增长2%。")

    findings = own_metrics(doc, ())

    assert [(finding.subject.text, finding.firm_id) for finding in findings] == [("全国", None)] * 2


def test_findings_keep_the_order_of_the_marks():
    doc = metric_doc("海岚科技营收5亿元，毛利率20%，员工300人。", FIRMS)

    findings = own_metrics(doc, groups_of(doc))

    assert [finding.mark.start for finding in findings] == sorted(finding.mark.start for finding in findings)


@pytest.mark.parametrize(
    ("text", "figure", "subject", "firm"),
    [
        ("海岚科技2024年云端业务营收20亿元。", "20亿元", "云端业务", "F1"),
        ("海岚科技核心的零售业务营收20亿元，同比增长5%。", "5%", "零售业务", "F1"),
        ("海岚科技去年扩产，HL9产能达5万台。", "5万台", "HL9", "F1"),
        ("市场回暖，小龙虾销量增长12%。", "12%", "小龙虾", None),
        ("海岚科技海外销量增长12%。", "12%", "海岚科技", "F1"),
        ("海岚科技同店销售增长12%。", "12%", "海岚科技", "F1"),
    ],
    ids=count(1),
)
def test_what_a_firm_has_stands_by_its_own_name_with_the_firm(text, figure, subject, firm):
    assert owner(text, figure) == (subject, firm)


@pytest.mark.parametrize(
    ("text", "figure", "subject"),
    [
        ("海岚科技拟减持远帆汽车股份不超过300万股。", "不超过300万股", "海岚科技"),
        ("海岚科技拟收购远帆汽车51%股权。", "51%", "远帆汽车"),
        ("海岚科技受让南岭拍卖持有的远帆汽车22%股份。", "22%", "南岭拍卖"),
        ("海岚科技发布公告，该公司2024年归属普通股股东的净利润2亿元。", "2亿元", "该公司"),
        ("远帆汽车发布年报，海岚科技预计将取得2席董事席位。", "2席", "海岚科技"),
        ("至少买入300万股。", "300万股", None),
        ("发言人李明远，发行股数300万股。", "300万股", None),
        ("标普500指数:下跌11点，跌幅0.24%。", "0.24%", "标普500指数"),
        ("电机壳体的内壁上有300个检测点。", "300个", "电机壳体"),
    ],
    ids=count(1),
)
def test_objects_adverbs_and_labels_own_nothing(text, figure, subject):
    assert owner(text, figure, person="李明远")[0] == subject


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("海岚科技、远帆汽车和南岭拍卖涨幅居前，分别上涨9%、8%和7%。", ["海岚科技", "远帆汽车", "南岭拍卖"]),
        ("其为“云债一号”与“云债二号”，发行规模分别为9亿元、8亿元和7亿元。", [None] * 3),
        (
            "展期的是“云债一号”、“云债二号”和“云债三号”，规模分别为9亿元、8亿元和7亿元。",
            ["云债一号", "云债二号", "云债三号"],
        ),
    ],
    ids=count(1),
)
def test_a_list_in_the_clause_before_owns_as_many_figures_in_its_order(text, owners):
    found = owners_of(text, FIRMS).values()

    assert [finding.subject.text if finding.subject else None for finding in found] == owners
