"""Decide by exclusion whether a sentence makes a claim at all."""

import re

_BYLINE = re.compile(
    r"(?:[(【\[〔◎■●△▲]?\s*(?:文|图|图文|作者|编辑|责编|责任编辑|来源(?=.{0,24}$)|图片来源|封面来源|题图|记者|本报记者|特约|采写|撰文|撰稿|翻译|编译|"
    r"校对|审核|策划|监制|出品|摄影|视频|海报|设计|制图|整理|作者简介|声明|免责声明|关键词|关键字|延伸阅读|更多|推荐阅读|相关阅读|阅读全文|看更多|"
    r"点击|扫码|关注|微信|下载|转载|版权|本文|以上|注|备注|附|文章来源|新闻来源|发布时间|时间|日期|网址|链接)"
    r"\s*[|｜丨/／:：\]】)〕])|(?:[一-龥A-Za-z0-9]{2,10}\s?(?:讯|电|报道|报导)\s*)$"
)
_ASIDE = re.compile(r"[(〔【\[][^()〔〕【】\[\]]{1,12}[)〕】\]]")
_CAPTION_END = re.compile(r"[。!?;…”:]\s*$")
_QUESTION = re.compile(r"[?][”’」』\"')）】》]*$|(?:吗|呢|何在|如何|为何|什么)[。!?]?[”’」』\"']*$")
_RHETORIC = re.compile(
    r"^(?:让我们|我们不妨|不妨|且看|请看|那么|不难看出|众所周知|可以说|总之|总而言之|换句话说|也就是说|试想|值得一提的是[,，]?$|"
    r"事实上[,，。]?$|但问题是|问题在于|下图|上图|如图|见图|图为|本文|以下)"
)
_TELLS = re.compile(
    r"[一-龥](?:明显|持续|仍|已|将|遭|陷|面临|不再|难以?|亟待|承压|受阻|遇冷|低迷|下滑|下降|上升|增长|走高|走低|恶化|回升|回暖|放缓|加速|告急|成谜|未[^来])"
)
_CAPTION_CHARS = 30
_LEAST = 4


def makes_no_claim(sentence: str) -> bool:
    """Say whether the normalised ``sentence`` is a question, byline or phrase of the trade, which claims nothing."""
    if len(sentence) < _LEAST or _ASIDE.fullmatch(sentence) or _BYLINE.match(sentence) or _QUESTION.search(sentence):
        return True
    return _RHETORIC.match(sentence) is not None


def is_caption(line: str) -> bool:
    """Say whether ``line``, which holds one sentence, is a short heading or caption that tells nothing."""
    return len(line) <= _CAPTION_CHARS and not _CAPTION_END.search(line) and not _TELLS.search(line)


_ROLE = re.compile(
    r"公司(?!法|债|治理指引|们)|该(?:集团|企业|行|股|产品|项目|平台|品牌|药|机构)|这家|这款|控股方|控股股东|大股东|实控人|实际控制人|上市公司|子公司|"
    r"团队|创始人|创办人|旗下|他们|双方|新品|产能|生产线|主营|业务"
)
_INSTITUTION = re.compile(
    r"政府|当局|有关部门|相关部门|监管|央行|金管会|证监会|银保监|交易所|上交所|深交所|港交所|法院|海关|税务|园区|产业园|开发区|高新区|发改委|商务部|工信部|财政部|国资委"
)
_FIRMS_AT_LARGE = re.compile(r"企业|公司|厂商|业者|商户|创业者|银行|券商|机构|厂家|车企|药企|房企|店家|商家")


def speaks_of_role(sentence: str) -> bool:
    """Say whether ``sentence`` has a word that stands for a firm named nearby: its owners, team, products."""
    return _ROLE.search(sentence) is not None


def has_dealings(sentence: str, *, names_a_place: bool) -> bool:
    """Say whether ``sentence`` has an institution, or a place, together with firms in general."""
    if not _FIRMS_AT_LARGE.search(sentence):
        return False
    return names_a_place or _INSTITUTION.search(sentence) is not None


_GENERAL = re.compile(
    r"应该|应当|应(?=[该当予以加])|必须|不妨|让我们|我们(?!公司)|你(?!们公司)|人们|大家|人类|真理|本质|教科书|传奇|故事|意味着|可以说|所谓|正是|"
    r"其实|毕竟|事实上|无疑|显然|或许|也许|难怪|何况|归根|说到底|这就是|这是一[种场个次]|才有了|格局|考题|远不止|不仅仅|怎么|为何|如何|为什么|"
    r"敬请|投资需谨慎|注意风险|仅供参考|不构成|风险自担|谨慎|请(?!求|辞|愿|示)|欢迎|感谢|祝|希望|但愿"
)
_PRODUCT = re.compile(
    r"《[^》]{1,30}》|(?<![A-Za-z])(?=[A-Za-z-]{0,8}\d)[A-Z][A-Za-z\d-]{1,12}(?![A-Za-z%])|(?:新|该|这款|此款|首款)(?:车|机型|机|药|产品|游戏|手机|平台|系统|模型|芯片|方案|"
    r"电池|材料|设备)|系列|车型|机型|疗法|适应症|门店|工厂|产线|生产基地|研发中心|总部"
)


def is_general(sentence: str) -> bool:
    """Say whether ``sentence`` argues, exhorts or generalises, rather than tells a fact about somebody."""
    return _GENERAL.search(sentence) is not None


def names_a_product(sentence: str) -> bool:
    """Say whether ``sentence`` names a product, or the works and shops of a firm."""
    return _PRODUCT.search(sentence) is not None and not is_general(sentence)
