"""Who is cited: speakers before, after and between quotations, data sources, chains, anonymous sources."""

import pytest

from claim_docs import quotations_of, speakers_of


@pytest.mark.parametrize(
    "text, speaker",
    [
        pytest.param("海岚科技表示，新厂已经动工。", "海岚科技", id="comma"),
        pytest.param("海岚科技称新厂已经动工。", "海岚科技", id="no-mark"),
        pytest.param("海岚科技董事长周启明表示：“新厂已经动工。”", "周启明", id="title-and-name"),
        pytest.param("他坦言,订单比去年少。", "他", id="pronoun"),
        pytest.param("该厂的企业代表感慨：“订单比去年少了很多。”", "企业代表", id="role-after-de"),
        pytest.param("东江证券分析师则表示：“估值已经偏高。”", "东江证券分析师", id="unnamed-analyst"),
        pytest.param("周启明5月20日在接受采访时透露，新厂已经动工。", "周启明", id="time-and-occasion"),
        pytest.param("但市商务局向本报记者强调，展会照常举行。", "市商务局", id="addressee"),
        pytest.param("此外，很多店主都在追问：为什么客流没有回来。", "很多店主", id="adverb-between"),
        pytest.param("海岚科技6月9日晚发布公告称，董事长辞职。", "海岚科技", id="announcement"),
        pytest.param("广安也反思：“步子还是慢了,要向邻市学习。”", "广安", id="place"),
        pytest.param("執行長林佳蓉指出，需求回溫。", "林佳蓉", id="taiwan-title"),
    ],
)
def test_speaker_stands_before_the_verb(text, speaker):
    speakers = speakers_of(text, firms=["海岚科技", "东江证券"], persons=["周启明", "林佳蓉"])

    assert speakers[0] == speaker


@pytest.mark.parametrize(
    "text, speaker",
    [
        pytest.param("“新厂已经动工，年底投产。”周启明说。", "周启明", id="after"),
        pytest.param("“新厂已经动工，”周启明说，“年底就能投产。”", "周启明", id="between"),
        pytest.param("“新厂已经动工，年底投产。”\n海岚科技创始人周启明告诉本报。", "周启明", id="next-sentence"),
        pytest.param("「新厂已经动工，年底投产。」周启明指出。", "周启明", id="corner"),
        pytest.param('"新厂已经动工，年底投产。"周启明说。', "周启明", id="straight"),
    ],
)
def test_speaker_stands_after_the_quotation(text, speaker):
    quotation = quotations_of(text, persons=["周启明"])[0]

    assert quotation.start == 0
    assert quotation.speaker is not None
    assert quotation.speaker.text == speaker


def test_every_sentence_of_a_quotation_is_inside_one_mark():
    text = "周启明说：“新厂已经动工。年底就能投产。工人已经招满。”当地居民期待不已。"

    quotation = quotations_of(text, persons=["周启明"])[0]

    assert text[quotation.start : quotation.end] == "“新厂已经动工。年底就能投产。工人已经招满。”"


def test_quotation_goes_on_in_the_next_paragraph():
    text = "周启明说：“新厂已经动工。\n“年底就能投产。”\n厂区在江边。"

    speakers = speakers_of(text, persons=["周启明"])

    assert speakers == ["周启明"] * len(speakers)
    assert any(q.start == text.index("“年底") for q in quotations_of(text, persons=["周启明"]))


def test_block_after_a_colon_at_line_end_is_cited():
    text = "海岚科技的企业代表说:\n做芯片要耐得住寂寞。我们等了五年。\n厂区在江边。"

    cited = [text[q.start : q.end] for q in quotations_of(text, firms=["海岚科技"])]

    assert "做芯片要耐得住寂寞。" in cited
    assert "我们等了五年。" in cited
    assert "厂区在江边。" not in cited


def test_semicolons_carry_the_source_and_full_stops_do_not():
    text = "公告显示，公司营收下降;净利润转亏。厂区在江边。"

    cited = [text[q.start : q.end] for q in quotations_of(text)]

    assert "净利润转亏。" in cited
    assert "厂区在江边。" not in cited


@pytest.mark.parametrize(
    "text, speaker",
    [
        pytest.param("数据显示，今年前五月出口回升。", "数据", id="data"),
        pytest.param("海关数据显示，出口回升。", "海关数据", id="customs"),
        pytest.param("据行业协会统计，销量翻番。", "行业协会", id="association"),
        pytest.param("根据海岚科技年报，存货上升。", "海岚科技年报", id="annual-report"),
        pytest.param("调研机构睿度指出，面板价格见底。", "睿度", id="research-house"),
        pytest.param("从公司的半年报来看，存货上升。", "公司的半年报", id="from-the-report"),
        pytest.param("该报告预计，明年缺口扩大。", "该报告", id="report-expects"),
        pytest.param("根据重整方案，债权人先得三成。", "重整方案", id="plan"),
        pytest.param("公告内容显示，谈判已经终止。", "公告内容", id="notice"),
        pytest.param("海岚科技公告称，所获通知书显示，厂长被拘。", "海岚科技", id="what-is-announced-stays-announced"),
        pytest.param("据行业协会统计，共有九家上市公司发布了年报，六家增长。", "行业协会", id="counted-not-released"),
    ],
)
def test_data_and_documents_are_sources(text, speaker):
    speakers = speakers_of(text, firms=["睿度", "海岚科技"])

    assert speakers[0] == speaker


@pytest.mark.parametrize(
    "text, speaker",
    [
        pytest.param("据彭博社援引知情人士的话称，谈判已经破裂。", "知情人士", id="chain"),
        pytest.param("本报从接近交易的人士处获悉，谈判已经破裂。", "接近交易的人士", id="from-somebody"),
        pytest.param("多位业内人士认为，整合才刚刚开始。", "多位业内人士", id="anonymous"),
        pytest.param("市场传出该厂将裁员三成。", "市场", id="rumour"),
        pytest.param("在她看来,价格战不会长久。", "她", id="in-her-eyes"),
        pytest.param("远声获悉，海岚科技完成新一轮融资。", "远声", id="outlet-itself"),
        pytest.param("远声发现，这家企业的产品卖到了海外。", "远声", id="outlet-finds"),
    ],
)
def test_innermost_source_speaks(text, speaker):
    speakers = speakers_of(text, firms=["远声", "海岚科技"])

    assert speaker in speakers


@pytest.mark.parametrize(
    "text, speaker",
    [
        pytest.param("不过，周启明的核心逻辑在于，外资终将撤离。", "周启明", id="view"),
        pytest.param("目前市场预期央行年内加息。", "市场", id="crowd"),
        pytest.param("按照海岚科技的说法，这只是误会。", "海岚科技", id="way-of-putting-it"),
        pytest.param("养殖场头均盈利创新高 企业直喊“太缺货了”", "企业", id="part-of-a-headline"),
        pytest.param("分析师Timo Schulz-Mertens说，行业将有更长的消化期。", "Timo Schulz-Mertens", id="double-name"),
        pytest.param("经理Jana de Wolff表示，需求正在恢复。", "Jana de Wolff", id="name-with-a-particle"),
        pytest.param("证交所表示，三家公司未能公布财报。", "证交所", id="body-that-ends-in-所"),
        pytest.param("研究部协理傅孟洁分析，指数已站上月线。", "傅孟洁", id="surname-fu"),
        pytest.param("代理部总裁区文权说，首日有六千人参观。", "区文权", id="surname-ou"),
        pytest.param("周启明乐观表示，年底就能投产。", "周启明", id="in-what-mood"),
        pytest.param("深海交易所在关注函中指出，披露不及时。", "深海交易所", id="exchange-in-a-letter"),
        pytest.param("远声解读“金价突破”：买家大幅加仓。", "远声", id="explains"),
        pytest.param("周启明计算出平均涨幅为三成。", "周启明", id="calculates"),
        pytest.param("昨日海岚科技开会，远声发布问询函，称资料不全。", "远声", id="nearest-subject"),
    ],
)
def test_opinions_and_headlines_have_their_speaker(text, speaker):
    speakers = speakers_of(text, firms=["远声", "海岚科技"], persons=["周启明"])

    assert speaker in speakers


def test_notice_that_explains_as_follows_goes_on_over_full_stops():
    text = "海岚科技公告称，公司关注到传闻，现将相关情况说明如下：公司并无此事。双方没有往来。\n厂区在江边。"

    cited = [text[q.start : q.end] for q in quotations_of(text, firms=["海岚科技"]) if q.speaker]

    assert "双方没有往来。" in cited
    assert "厂区在江边。" not in cited


def test_list_after_a_colon_is_cited_to_its_last_entry():
    text = "周启明认为，有三个原因:\n1.需求回升。\n2.成本下降。\n3.汇率有利。\n厂区在江边。"

    cited = [text[q.start : q.end] for q in quotations_of(text, persons=["周启明"]) if q.speaker]

    assert "3.汇率有利。" in cited
    assert "厂区在江边。" not in cited


@pytest.mark.parametrize("text", ["据悉，新厂年底投产。", "据不完全统计,全市有三千家门店。", "据介绍，新厂年底投产。"])
def test_hearsay_is_cited_without_a_speaker(text):
    quotations = quotations_of(text)

    assert len(quotations) == 1
    assert quotations[0].speaker is None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("杭州一度被称为“天堂”。", id="nickname"),
        pytest.param("公司走出了“第二曲线”。", id="scare-quotes"),
        pytest.param("《山海奇谭》昨日上线。", id="title"),
        pytest.param("该厂据点遍及全省。", id="stronghold"),
        pytest.param("这部小说写得好。", id="novel"),
        pytest.param("显示屏价格回升。", id="display"),
        pytest.param("【记者陈大同/台中报导】天气转凉。", id="dateline"),
        pytest.param("主要产品包括:显示器、耳机。", id="list"),
        pytest.param("证券代码:600000 公告编号:2020-001", id="codes"),
        pytest.param("海岚科技尚未回应。", id="no-answer"),
        pytest.param("他没有预计到这一点。", id="did-not-expect"),
        pytest.param("由于投资人担心海岚科技失去优势，股价落后。", id="reason"),
        pytest.param("若海岚科技被监管部门认定违规，将被罚款。", id="passive"),
        pytest.param("海岚科技发现失误后，立即停止了交易。", id="time"),
        pytest.param("3.主办机构:海岚科技。", id="entry-of-a-form"),
        pytest.param("公司决定日期:11月12日。", id="date-of-a-form"),
        pytest.param("市场预期则为9元。", id="norm"),
        pytest.param("公司被实施退市风险警示，股票简称变更。", id="risk-warning"),
    ],
)
def test_nobody_is_cited(text):
    quotations = quotations_of(text, firms=["海岚科技"])

    assert quotations == ()


def test_cue_and_style_are_told():
    direct, data = (quotations_of(t)[0] for t in ("公司表示：“我们已经动工。”", "数据显示，出口回升。"))

    assert (direct.cue.text, direct.style) == ("表示", "direct")
    assert (data.cue.text, data.style) == ("显示", "data")


def test_interviewers_question_is_not_cited():
    text = "本报:公司今年会上市吗?\n周启明:我们没有时间表。"

    speakers = speakers_of(text, persons=["周启明"])

    assert speakers == ["周启明"]


def test_short_sentence_afterwards_says_who_spoke():
    text = "“关税对我们有影响，但影响没那么大。”\n在业绩会上，海岚科技首席运营官周启明如此表示。"

    speakers = speakers_of(text, firms=["海岚科技"], persons=["周启明"])

    assert speakers
    assert set(speakers) == {"周启明"}


def test_what_one_verb_cites_does_not_name_the_next_speaker():
    text = "周启明称人数难以估计，形容现场很挤。"

    speakers = speakers_of(text, persons=["周启明"])

    assert set(speakers) == {"周启明"}


def test_half_a_firms_name_is_nobody():
    text = "远帆汽车宣布，明年提价。"

    speakers = speakers_of(text, firms=["远帆汽车"], persons=["汽车"])

    assert speakers == ["远帆汽车"]
