"""What a figure measures, when, and whether it is a change."""

from itertools import count

import pytest

from metric_docs import metric_doc, metrics_of
from newsextract.records.marks import METRICS


def told(text: str, figure: str) -> str | None:
    indicator = metrics_of(text, "海岚科技", "东江证券", "远帆汽车")[figure].indicator
    return indicator.text if indicator else None


@pytest.mark.parametrize(
    ("text", "figure", "indicator"),
    [
        ("海岚科技毛利率高达28.5%。", "28.5%", "毛利率"),
        ("全年净利润为3亿元。", "3亿元", "净利润"),
        ("归属于上市公司股东的净利润2.5亿元。", "2.5亿元", "归属于上市公司股东的净利润"),
        ("公司净利润为亏损4.1亿元。", "4.1亿元", "净利润为亏损"),
        ("第三季每股盈余2.15元。", "2.15元", "每股盈余"),
        ("税后纯益达8亿元。", "8亿元", "税后纯益"),
        ("营收和净利润均增长5%。", "5%", "营收和净利润"),
        ("该厂交付了20万辆轿车。", "20万辆", "交付"),
        ("机组已出口到海外的40个国家。", "40个国家", "出口"),
        ("新机型能耗降低了30%。", "30%", "能耗"),
        ("新方案可降低综合成本30%。", "30%", "综合成本"),
        ("新方案可为门店降低30%的成本。", "30%", "成本"),
        ("出口额占总营收的比重达18%。", "18%", "占总营收的比重"),
        ("基金获得4亿元收益。", "4亿元", "收益"),
        ("他拥有25年投行创业经历。", "25年", "投行创业经历"),
        ("股价较目标价还有21%的上涨空间。", "21%", "上涨空间"),
        ("远帆汽车报收于12.5元。", "12.5元", "报收于"),
        ("项目涉及117款猪油产品。", "117款", "猪油产品"),
        ("居民消费价格指数(CPI)上涨1.2%。", "1.2%", "居民消费价格指数"),
        ("预计20%的国内营收增幅可期。", "20%", "国内营收"),
        ("持有海岚科技300万股。", "300万股", "持有"),
        ("杨某控制公司41%的股份。", "41%", "股份"),
        ("杨某减持其持有的公司1.5%股份。", "1.5%", "减持"),
        ("已有36例患者完成植入。", "36例", "完成植入"),
        ("46人的队伍没有说话。", "46人", "队伍"),
        ("约7,000位员工遭到欠薪。", "约7,000位", "遭到欠薪"),
        ("毛利率更有望挑战45%高标。", "45%", "毛利率"),
        ("亚股跌幅普遍落在0.5%至1.0%区间。", "0.5%至1.0%", "跌幅"),
        ("市盈率为20倍，现金短债比1.12倍。", "1.12倍", "现金短债比"),
        ("何某持有该厂41%股权。", "41%", "股权"),
        ("何某减持海岚科技股份约200万股。", "约200万股", "减持海岚科技股份"),
        ("海岚科技以约19亿元回购部分股份。", "约19亿元", "回购"),
        ("海岚科技拟5亿元收购一座矿山。", "5亿元", "收购"),
        ("海岚科技以低于10元的价格出售资产。", "低于10元", "价格"),
        ("今年目标20万辆。", "20万辆", "目标"),
        ("石油价格跌至每桶50美元。", "50美元", "石油价格"),
        ("经调整后EBITDA利润率15%。", "15%", "经调整后EBITDA利润率"),
        ("归属普通股股东的净利235亿元。", "235亿元", "归属普通股股东的净利"),
        ("补贴，例如3万元以上。", "3万元以上", "补贴"),
        ("每股面额:10元4.发行总金额:4200万元。", "10元", "每股面额"),
        ("货车市场预计将从2025年的11亿元扩大。", "11亿元", "货车市场"),
        ("盘中再度贬破30.8元。", "30.8元", None),
        ("海岚科技有望冲击6000元。", "6000元", None),
        ("调研组列出33个问题清单。", "33个", "问题清单"),
        ("海岚科技发出400份礼包后离场。", "400份", "礼包"),
    ],
    ids=count(1),
)
def test_the_indicator_is_the_word_of_its_own_clause(text, figure, indicator):
    assert told(text, figure) == indicator


@pytest.mark.parametrize(
    ("text", "figure", "indicator"),
    [
        ("营业收入12亿元，同比增长20%。", "20%", "营业收入"),
        ("进口额再创新高，达2.6亿元。", "2.6亿元", "进口额"),
        ("净利润从5亿元忽然骤降至1亿元。", "1亿元", "净利润"),
        ("毛利率为30%，去年同期为25%。", "25%", "毛利率"),
        ("净利润增长率为20%，到了今年，这一数据更是高达77%。", "77%", "净利润"),
        ("他们质押了500万股，其中300万股处于冻结状态。", "300万股", "冻结"),
        ("期货价格上涨1.43美元或2%。", "2%", "价格"),
        ("营收为48.6亿美元，优于分析师预估的48.2亿美元。", "48.2亿美元", "营收"),
        ("每股盈余0.58元，小幅优于去年同期的0.57元。", "0.57元", "每股盈余"),
        ("失业率回落至3.1%，较疫情高峰期的5.5%下降2.4个百分点。", "5.5%", "失业率"),
        ("失业率回落至3.1%，较疫情高峰期的5.5%下降2.4个百分点。", "2.4个百分点", "失业率"),
        ("远帆汽车市占率达24%，东江证券以21.3%居次。", "21.3%", "市占率"),
        ("营收连六年缔造新高，从395亿元成长至736亿元。", "395亿元", "营收"),
        ("容量保持率仍有91%，高于同类电池的七成。", "七成", "容量保持率"),
        ("测试成本为300元，较同类产品低36%。", "36%", "成本"),
        ("海岚科技占比达9%，远帆汽车也达到6%。", "6%", "占比"),
        ("欠款10亿港元(约合9.2亿元人民币)。", "约合9.2亿元人民币", "欠款"),
        ("市占率前三名为东江银8.7%、北岭银8.0%、南湾银6.7%。", "6.7%", "市占率"),
        ("涨幅居前的有东江证券(6.4%)、远帆汽车(4.9%)。", "4.9%", "涨幅"),
        ("人均薪酬下降的公司有5家，分别是东江证券(600001.SH、人均19万元)。", "19万元", "人均薪酬"),
        ("图书馆约3300个、新型文化空间4万个。", "4万个", "新型文化空间"),
        ("收入12亿元，占总收入的20%，同比增长5%。", "5%", "收入"),
        ("日涨跌幅由5%恢复为10%。", "10%", "日涨跌幅"),
        ("净利润同比增长7%，低于此前10%的预期。", "10%", "净利润"),
        ("粮食产量达1.4亿吨，连续两年站稳在1.3亿吨以上。", "1.3亿吨以上", "粮食产量"),
        ("持股相当于股本的22%，每股8.9元。", "8.9元", "每股"),
        ("估值约为19倍，而海岚科技和东江证券分别为29倍和27倍。", "29倍", "估值"),
    ],
    ids=count(1),
)
def test_a_figure_without_indicator_goes_on_with_the_one_before(text, figure, indicator):
    assert told(text, figure) == indicator


def test_a_change_alone_measures_what_the_sentence_before_did():
    marks = metrics_of("今年第二季出货量900万台。\n东江电脑季增12%。", "东江电脑")

    assert marks["12%"].indicator.text == "出货量"


@pytest.mark.parametrize(
    ("text", "figure", "change", "basis"),
    [
        ("营收同比增长12%。", "12%", "increase", "yoy"),
        ("营收较去年同期成长12%。", "12%", "increase", "yoy"),
        ("出货量年增12%。", "12%", "increase", "yoy"),
        ("出货量季减8.8%。", "8.8%", "decrease", "qoq"),
        ("营收月减3%。", "3%", "decrease", "mom"),
        ("5月销量环比下降3%。", "3%", "decrease", "mom"),
        ("第二季度费用率环比上升2个百分点。", "2个百分点", "increase", "qoq"),
        ("负债较年初减少2亿元。", "2亿元", "decrease", "other"),
        ("亏损收窄30%。", "30%", "decrease", None),
        ("净利润出现超过70%的降幅。", "超过70%", "decrease", None),
        ("股价跌幅高达6%。", "6%", "decrease", None),
        ("市值蒸发35亿元。", "35亿元", "decrease", None),
        ("央行下调存款准备金率0.5个百分点。", "0.5个百分点", "decrease", None),
        ("2019年跌5%，股价低迷。", "5%", "decrease", None),
        ("与上年同期的10亿元相比，营收暴增35%。", "35%", "increase", "yoy"),
    ],
    ids=count(1),
)
def test_a_change_has_its_direction_and_basis(text, figure, change, basis):
    mark = metrics_of(text)[figure]

    assert (mark.change, mark.basis) == (change, basis)


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("产能利用率增至48%。", "48%"),
        ("目标价下调至860元。", "860元"),
        ("算力性能超越其近1.5倍。", "近1.5倍"),
        ("占比从25%提升至30%。", "25%"),
        ("占比从25%提升至30%。", "30%"),
        ("至少5家门店受益。", "至少5家"),
        ("城镇新增就业500万人。", "500万人"),
        ("公司增资2亿元。", "2亿元"),
        ("营收50亿元增长来自海外。", "50亿元"),
    ],
    ids=count(1),
)
def test_a_level_or_an_excess_is_no_change(text, figure):
    assert metrics_of(text)[figure].change is None


@pytest.mark.parametrize(
    ("text", "figure", "period"),
    [
        ("2024年营收达12亿元。", "12亿元", "2024年"),
        ("6月末资产80亿元；负债50亿元。", "50亿元", "6月末"),
        ("截至7月31日回购60万股。其中最高成交价55元。", "55元", "截至7月31日"),
        ("4月余额创2018年9月以来新低，年增9%。", "9%", "4月"),
        ("截至5月4日，公司披露了半年报预告，有700家企业。", "700家", "截至5月4日"),
        ("上半年营收达5亿元，8月1日晚间公告拟回购2亿元。", "2亿元", "上半年"),
        ("股价从15元上涨到17元(2023/11/6)。", "17元", "2023/11/6"),
        ("11月均价1万元，10月份为上涨0.15%。南通房价年增3%。", "3%", "11月"),
        ("7月营收3亿元，较去年同期成长14%。", "14%", "7月"),
        ("上半年净利润1亿元，去年同期为2亿元，同比下降50%。", "2亿元", "去年同期"),
        ("上半年净利润1亿元，去年同期为2亿元，同比下降50%。", "50%", "上半年"),
        ("占比从2023年的25%提升至2024年的30%。", "25%", "2023年"),
        ("占比从2023年的25%提升至2024年的30%。", "30%", "2024年"),
        ("上半年营收5亿元。\n毛利率为20%。", "20%", "上半年"),
        ("去年起，双方每年支付2000万元。", "2000万元", "每年"),
    ],
    ids=count(1),
)
def test_the_period_is_the_nearest_that_is_not_only_compared_with(text, figure, period):
    assert metrics_of(text)[figure].period.text == period


def test_a_day_does_not_last_beyond_its_sentence():
    marks = metrics_of("昨日股价跌5%。总资产为20亿元。")

    assert marks["20亿元"].period is None


def test_indicators_align_with_the_figures_of_a_list():
    marks = metrics_of("营收、净利润和毛利率分别为5亿元、1亿元和20%。")

    assert [marks[figure].indicator.text for figure in ("5亿元", "1亿元", "20%")] == ["营收", "净利润", "毛利率"]


def test_subjects_align_with_the_figures_of_a_list():
    marks = metrics_of("海岚、东江与远帆的出货量依序为3万台、2万台与1万台。")

    assert [marks[f"{n}万台"].subject.text for n in (3, 2, 1)] == ["海岚", "东江", "远帆"]


def test_periods_align_with_the_figures_of_a_list():
    marks = metrics_of("2022年、2023年营业收入分别为5亿元、6亿元。")

    assert [marks[figure].period.text for figure in ("5亿元", "6亿元")] == ["2022年", "2023年"]


def test_one_period_holds_for_a_whole_list():
    marks = metrics_of("2016-2018年的净利润同比增长率分别为20%、35%、26%。")

    assert {(mark.indicator.text, mark.period.text, mark.change) for mark in marks.values()} == {
        ("净利润", "2016-2018年", "increase")
    }


@pytest.mark.parametrize(
    "text",
    ["这是一种新的方法。", "30岁的公司焕发新生。", "他们携手走过十年历程。", "它连续三年亏损。", "他们位居前三名。"],
)
def test_articles_ages_ranks_and_mere_durations_measure_nothing(text):
    assert METRICS.read(metric_doc(text)) == ()


@pytest.mark.parametrize(
    ("text", "figure", "subject"),
    [
        ("数据显示，海州市数字产业营收突破2万亿元。", "突破2万亿元", "海州市数字产业"),
        ("导致南岛据点税前亏损26亿元。", "26亿元", "南岛据点"),
        ("东江证券将海岚科技目标价下调至860元。", "860元", "海岚科技"),
        ("海岚科技旗下拍卖平台营收增长5%。", "5%", "拍卖平台"),
    ],
    ids=count(1),
)
def test_the_subject_that_its_clause_names(text, figure, subject):
    mark = metrics_of(text, "海岚科技", "东江证券")[figure]

    assert mark.subject.text == subject


@pytest.mark.parametrize(
    "text", ["在南岛市场营收增长5%。", "受成本拖累，预计将增长5%。", "其营收增长5%。"], ids=count(1)
)
def test_a_place_or_a_predicate_is_no_subject(text):
    mark = metrics_of(text)["5%"]

    assert mark.subject is None or mark.subject.text == "其"


def test_no_word_is_found_across_the_border_of_a_figure():
    assert told("以7.35港币价格开盘。", "7.35港币") == "价格"


def test_text_without_figures_has_no_metrics():
    assert METRICS.read(metric_doc("公司发布了年度报告。")) == ()


@pytest.mark.parametrize(
    ("text", "figure", "indicator"),
    [
        ("共有132家上市公司发布了年报。", "132家", "发布了年报"),
        ("108家公司实现业绩增长。", "108家", "实现业绩增长"),
        ("约54%的公司股价低于账面价值。", "约54%", "低于账面价值"),
        ("全天1100只个股翻红。", "1100只", "翻红"),
        ("13只银行股出现“破净”。", "13只", "出现“破净”"),
        ("12家公司发布年报，其中8家公司业绩预喜。", "8家", "预喜"),
        ("与4家公司签订协议。", "4家", "公司"),
        ("8名与会代表发言。", "8名", "发言"),
    ],
    ids=count(1),
)
def test_of_those_who_are_counted_what_they_do_is_told(text, figure, indicator):
    assert told(text, figure) == indicator


@pytest.mark.parametrize(
    ("text", "figure", "change"),
    [
        ("从净利润同比增幅来看，东江股份(45%)、北岭股份(30%)。", "45%", "increase"),
        ("从净利润同比增幅来看，东江股份(45%)、北岭股份(30%)。", "30%", "increase"),
        ("合约涨幅均接近2%，分别为：1.9%、1.8%。", "1.8%", "increase"),
        ("板块整体上涨1.2%，居首位。东江股份(6.4%)、北岭股份(4.9%)领先。", "6.4%", "increase"),
        ("大盘回档20%。", "20%", "decrease"),
        ("股市将修正40%。", "40%", "decrease"),
        ("营收增长20%，毛利率(30%)不变。", "30%", "increase"),
        ("毛利率为5%(30%)。", "30%", None),
    ],
    ids=count(1),
)
def test_a_list_measures_the_change_that_heads_it(text, figure, change):
    assert metrics_of(text)[figure].change == change


@pytest.mark.parametrize(
    ("text", "figure", "period"),
    [
        ("上季净利235亿元，去年同期为180亿元，市场预期则为190亿元。", "190亿元", "上季"),
        ("上季净利年增37%。", "37%", "上季"),
        ("上季利润率为15%，去年同期为11%。", "11%", "去年同期"),
        ("较上季增长3%。", "3%", None),
        ("2017年和2018年，补助分别为5亿元、6亿元，同期收益为3亿元。", "3亿元", "2017年和2018年"),
        ("2025年底展期，展期期间票面利率维持3%。", "3%", "期间"),
        ("自去年9月的高点以来，截至昨日累计跌幅达25%。", "25%", "自去年9月的高点以来"),
        ("扩股后总股本约10亿股(目前为6亿股)，持股达45%。", "45%", "扩股后"),
        ("7月25日获批。权益变动完成后，何某持有海岚科技22%股权。", "22%", "权益变动完成后"),
        ("去年经调整后净利润5亿元。", "5亿元", "去年"),
        ("周二股价延续近期表现，收盘上涨2.6%。", "2.6%", "周二"),
        ("截至5月12日当周，资金流入5亿元。", "5亿元", "截至5月12日当周"),
        ("2016年头均盈利100元，未来头均盈利将达1000元。", "1000元", "未来"),
        ("据上海证券报记者统计，截至4月12日，未来城市场占有率为5%。", "5%", "截至4月12日"),
    ],
    ids=count(1),
)
def test_a_figure_has_the_period_that_its_sentence_goes_on_with(text, figure, period):
    found = metrics_of(text, "海岚科技")[figure].period
    assert (found.text if found else None) == period


@pytest.mark.parametrize("text", ["今年前5个月，经济平稳。", "前两个月，零售额增长8%。"])
def test_the_months_of_a_period_are_no_duration(text):
    assert not [mark for mark in metrics_of(text).values() if mark.quantity.kind == "duration"]


def test_a_duration_that_another_becomes_is_told():
    assert told("产品生命周期将从7年延长至平均9年。", "9年") == "周期"
