"""What makes a sentence a claim, of which types, and what does not."""

import pytest

from claim_docs import claims_of, types_of

FIRMS = ["海岚科技", "东江证券", "远帆汽车"]


@pytest.mark.parametrize(
    "sentence",
    [
        "这是国内唯一通过双认证的供应商。",
        "该机型首次实现百米深潜。",
        "公司是光伏玻璃龙头。",
        "销量位居全球第一。",
        "单月营收创历史新高。",
        "远帆汽车已连续多年是行业的“隐形冠军”。",
        "市占率排名第三。",
        "它是亚洲最大的数据中心。",
        "股價刷新五年新高紀錄。",
        "东江证券成为公司第一大股东。",
        "流入规模已达历史峰值。",
        "这一领域目前尚无其他竞争对手。",
    ],
)
def test_superlatives(sentence):
    types = types_of(sentence, firms=FIRMS)

    assert "superlative" in types


@pytest.mark.parametrize(
    "sentence",
    [
        "海岚科技最近很忙。",
        "救援队第一时间赶到海岚科技。",
        "海岚科技一度陷入停顿。",
        "唯一的遗憾是没有见到海岚科技的人。",
        "海岚科技的最终方案尚待审议。",
        "海岚科技首先要解决资金问题。",
        "海岚科技首席执行官出席会议。",
        "海岚科技至少有办法。",
        "两位创始人第一次见面是在海岚科技。",
        "海岚科技第一季度很忙。",
        "最高人民法院驳回海岚科技的申诉。",
        "海岚科技的样机最大起飞重量2吨。",
        "海岚科技最快明年上市。",
        "海岚科技开了一家超市。",
        "海岚科技的用户多是“宅男”。",
        "海岚科技的薪资最低3万元。",
    ],
)
def test_words_that_only_look_superlative(sentence):
    types = types_of(sentence, firms=FIRMS)

    assert "superlative" not in types


@pytest.mark.parametrize(
    "sentence",
    [
        "营收同比增长12%。",
        "出货量季增8.2%。",
        "相较于国外同类芯片,算力超越其近1.5倍。",
        "利润较去年同期减少5%。",
        "业绩不及预期。",
        "毛利率从18%升至23%。",
        "价格是同类产品的三倍。",
        "市值超过昔日对手。",
        "规模与第二名相当。",
        "表現優於預期。",
        "近半数本地厂商持有净现金，而海外厂商的这一比例只有两成。",
        "港股反弹更胜美股。",
    ],
)
def test_comparisons_name_a_comparator(sentence):
    types = types_of(sentence)

    assert "comparison" in types


@pytest.mark.parametrize(
    "sentence",
    [
        "销量大涨三成。",
        "占比超过28%。",
        "远帆汽车增速很快。",
        "比亚迪交付了新车。",
        "金额较大。",
        "参与比赛的有三队。",
        "公司将价格从1月起上调。",
        "海岚科技购入300万股，相当于已发行股本的22%。",
    ],
)
def test_growth_alone_is_no_comparison(sentence):
    types = types_of(sentence, firms=FIRMS)

    assert "comparison" not in types


@pytest.mark.parametrize(
    "sentence, kind",
    [
        pytest.param("海岚科技成立于2016年。", "founding", id="founding"),
        pytest.param("海岚科技完成亿元B轮融资，由青崖资本领投。", "funding", id="funding"),
        pytest.param("海岚科技昨日在上交所挂牌上市。", "listing", id="listing"),
        pytest.param("海岚科技收购了远帆汽车51%股权。", "acquisition", id="acquisition"),
        pytest.param("海岚科技中标两亿元的地铁项目。", "contract", id="bid-won"),
        pytest.param("海岚科技日前推出新款耳机。", "launch", id="launch"),
        pytest.param("海岚科技二期工厂竣工。", "capacity", id="capacity"),
        pytest.param("海岚科技落户临江新区。", "expansion", id="expansion"),
        pytest.param("海岚科技与远帆汽车签约。", "contract", id="partnership"),
        pytest.param("海岚科技总经理辞职。", "appointment", id="appointment"),
        pytest.param("海岚科技大股东减持了100万股。", "dividend", id="stake-sold"),
        pytest.param("海岚科技因信披违法被立案。", "litigation", id="litigation"),
        pytest.param("海岚科技名下资产遭法院冻结。", "litigation", id="passive"),
        pytest.param("海岚科技关停两家门店。", "closure", id="closure"),
        pytest.param("海岚科技公布第三季财报。", None, id="results"),
        pytest.param("海岚科技股价跌停。", "price", id="price"),
        pytest.param("东江证券将海岚科技目标价下调至40元。", "price", id="target-cut"),
    ],
)
def test_events_by_kind(sentence, kind):
    claim = claims_of(sentence, firms=FIRMS)[0]

    assert "event" in claim.types
    assert kind is None or f"event.{kind}" in claim.rules


@pytest.mark.parametrize(
    "sentence",
    [
        "海岚科技拟收购远帆汽车51%股权。",
        "海岚科技将于明年推出新款耳机。",
        "海岚科技有望年底前完成收购。",
        "海岚科技尚未签署协议。",
        "海岚科技表示，市场竞争激烈。",
        "海岚科技公告称，经营正常。",
        "收购方案尚待海岚科技审议。",
        "海岚科技的投资价值仍在。",
        "海岚科技主要从事芯片的设计和销售。",
        "如果海岚科技收购远帆汽车，市场会怎么看还不清楚。",
        pytest.param("海岚科技股价今年以来累计上涨三成。", id="price-over-months"),
        pytest.param("海岚科技出席产业论坛时表示，竞争激烈。", id="where-it-is-said"),
        pytest.param("各方需在收到海岚科技的书面通知之日起三十日内完成登记。", id="duty"),
        pytest.param("该案需在海岚科技于6月2日召开的股东大会上审议通过。", id="approval-to-come"),
        pytest.param("海岚科技季营收报三亿元。", id="revenue-reported"),
        pytest.param("海岚科技的收入主要靠海外。", id="words-run-together"),
        pytest.param("海岚科技将于下月公布第三季财报。", id="results-to-come"),
        pytest.param("海岚科技股价今年迄今涨约三成。", id="price-this-year"),
        pytest.param("监管部门尚未对海岚科技涉嫌违规的行为进行立案调查。", id="not-yet"),
    ],
)
def test_plans_and_mere_words_are_no_events(sentence):
    types = types_of(sentence, firms=FIRMS)

    assert "event" not in types


@pytest.mark.parametrize(
    "sentence",
    [
        "海岚科技预计明年扭亏。",
        "新厂有望年底投产。",
        "海岚科技拟募资10亿元。",
        "公司将继续扩产。",
        "目标是三年内开店百家。",
        "本轮资金将用于研发。",
        "第四季营运可望回升。",
        "不排除再次降价。",
        "库存或再度回升。",
        "当销量达到两万台时，公司便能盈利。",
        "此举将阻碍交付。",
        "要在明年把海外业务做起来。",
    ],
)
def test_forecasts(sentence):
    types = types_of(sentence, firms=FIRMS, roles=["公司"])

    assert "forecast" in types


@pytest.mark.parametrize(
    "sentence",
    [
        "将军到访海岚科技。",
        "海岚科技将价格上调至50元。",
        "海岚科技已将旧厂转让。",
        "海岚科技的业绩不及预期。",
        "海岚科技生产虚拟现实设备。",
        "海岚科技误将买入当卖出。",
        "这一交易发生在海岚科技的减持计划期间。",
        "等业绩公布之后,公司董事会都很满意。",
        "海岚科技上季营收逊预期 现金充足",
    ],
)
def test_words_that_only_look_like_the_future(sentence):
    types = types_of(sentence, firms=FIRMS)

    assert "forecast" not in types


def test_sentence_with_a_figure_is_a_quantity():
    types = types_of("海岚科技去年营收28.8亿元。", firms=FIRMS)

    assert types == {"quantity"}


def test_plain_fact_about_a_firm_is_a_statement():
    types = types_of("海岚科技专注为港口提供视觉方案。", firms=FIRMS)

    assert types == {"statement"}


def test_cited_fact_about_a_firm_is_attributed_and_a_statement():
    types = types_of("分析师认为，海岚科技的产品线过于单一。", firms=FIRMS)

    assert types == {"attributed", "statement"}


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("海岚科技到底怎么了?", id="question"),
        pytest.param("作者 | 周启明", id="byline"),
        pytest.param("(图片来源:海岚科技)", id="picture-credit"),
        pytest.param("江风吹过，灯火渐起。", id="scene"),
        pytest.param("奋斗成就未来!", id="slogan"),
    ],
)
def test_no_claim(sentence):
    claims = claims_of(sentence, firms=FIRMS)

    assert claims == ()


def test_caption_makes_no_claim():
    claims = claims_of("今天的江边很热闹。\n海岚科技的展台\n人群渐渐散去。", firms=FIRMS)

    assert claims == ()


@pytest.mark.parametrize(
    "sentence, modality",
    [
        ("海岚科技推出了新款耳机。", "asserted"),
        ("海岚科技拟募资10亿元。", "planned"),
        ("海岚科技预计明年扭亏。", "expected"),
        ("海岚科技可能推迟上市。", "possible"),
        ("海岚科技否认将裁员。", "denied"),
        ("海岚科技并未签署协议。", "denied"),
        ("市场传出海岚科技将出售工厂。", "rumoured"),
    ],
)
def test_modality(sentence, modality):
    claim = claims_of(sentence, firms=FIRMS)[0]

    assert claim.modality == modality


def test_types_come_in_the_order_of_the_schema():
    claim = claims_of("海岚科技表示，去年首次盈利2亿元，同比增长三成，明年将扩产。", firms=FIRMS)[0]

    assert claim.types == ("attributed", "superlative", "comparison", "quantity", "forecast")


def test_headline_tells_an_event_without_a_date():
    claims = claims_of("海岚科技收购远帆汽车 港口业务扩容\n厂区在江边。", firms=FIRMS)

    assert "event" in claims[0].types


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("8月1日，海岚科技的减持计划不得不提前终止。", id="had-to"),
        pytest.param("海岚科技启动扩产计划，外界关注。", id="plan-started"),
        pytest.param("日前，证监会正式披露调查结果，涉及海岚科技。", id="whose-name-ends-in-will"),
        pytest.param("海岚科技负责人被控挪用公款。", id="charged"),
        pytest.param("根据有关规定，决定对海岚科技采取出具警示函的措施。", id="decided-by-whom-is-plain"),
    ],
)
def test_acts_beside_words_of_plans(sentence):
    types = types_of(sentence, firms=FIRMS)

    assert "event" in types


def test_plan_in_one_part_of_a_headline_leaves_the_next_an_event():
    claims = claims_of("海岚科技拟募资扩产 远帆汽车收购东江证券\n厂区在江边。", firms=FIRMS)

    assert "event" in claims[0].types


def test_headline_of_a_plan_is_no_event():
    claims = claims_of("海岚科技拟收购远帆汽车 港口业务扩容\n厂区在江边。", firms=FIRMS)

    assert "event" not in claims[0].types
    assert "forecast" in claims[0].types


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("据路透社报道，今年已有66家零售商关闭门店。", None),
        ("据路透社报道，海岚科技今年关闭了门店。", "海岚科技"),
        ("海岚科技宣布，明年将扩产。", "海岚科技"),
    ],
)
def test_an_outlet_is_not_the_subject_of_what_it_reports(text, subject):
    (claim,) = claims_of(text, firms=[*FIRMS, "路透社"])

    assert (claim.subject.text if claim.subject else None) == subject
