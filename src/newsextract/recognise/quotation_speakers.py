"""Find who is cited: the noun phrase before a speech verb, without its adverbs, times and addressees."""

import re
from functools import cache

from newsextract.records.marks import Piece
from newsextract.rules.patterns import compile_pattern
from newsextract.rules.speaker_words import kind_of_words, speaker_words

_REACH = 60
"""A speaker phrase that begins further before its verb is not one phrase."""

_BORDERS = frozenset(',，。;:!?\n“”"…‘’【】|｜~〕([')
_OPENING = {")": "(", "”": "“", "’": "‘", "]": "["}

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾"
    "夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤洪颜翁简游施倪辜柯童凌项祝俞阮霍季齐伍庄樊左涂温葛岳"
    "尤管骆纪詹欧古邢祁滕殷翟樊岑戚屠翁鞠缪瞿柏水窦米贝庾闻桂濮扈燕冀郏浦尚农别晏柴阎充慕连茹习宦艾鱼容慎皮卞虞蓝尧佘苟仝隋揭支咸戈郁蒲迟岳仇栾闵巫焦牧仲伊宫景赖蔺逄姬申桑寿边凤苗原楼麻敖晁佟兰安常章梅盛柳蓝路谷文牛包司艾宗耿宁裴卓巩华牟辛池聂卜关鲁靳舒明易乔曲连甘单景车解屈符苗房窦慕席麦冉郎褚娄楚萧傅康庞毕甄鲍臧匡粘"
)
_NEVER_IN_NAMES = (
    "的了则也在对向就说称表指认为和与及于将已曾还都是有从被介谈提坦直强透宣回应进出当这那等常却并给让不又再更"
)
_NAME = (
    rf"(?:[{_SURNAMES}][一-龥](?![{_NEVER_IN_NAMES}])(?!博士)[一-龥]|[{_SURNAMES}][一-龥]|"
    r"区(?![块域间内别分长])[一-龥]{2}|(?:欧阳|上官|司马|诸葛|夏侯|张简|范姜)[一-龥]{1,2}|[一-龥]{1,6}(?:·(?:(?![在对就向也还则曾今昨于]|周[一二三四五六日])[一-龥A-Za-z]){1,8}){1,3}|"
    r"[A-Z][a-zA-Z.'-]{1,20}(?: (?:[A-Z][a-zA-Z.'-]{0,20}|"
    r"(?:de|di|da|du|del|der|van|von|den|la|le|bin|al|el)(?= [A-Za-z]))){1,4})"
)

_TIME = (
    r"(?:(?:\d{2,4}年)?\d{1,2}月(?:\d{1,2}日)?|\d{2,4}年|[今昨前]?\s?\(\d{1,2}\)\s?日|\(?\d{1,2}\s?日?\)|\d{1,2}日|[今昨前当次][日天晚年]|[今明去][晚早年]|日前|近日|近期|"
    r"早前|此前|稍早|本月|上月|当月|本季|上季|今年初|去年底|最近|目前|当地时间|当前|随后|事后|会后|会上|现场|本周|上周|周[一二三四五六日末]|星期[一二三四五六日]|上午|下午|晚间?|凌晨|盘后|早间|午间|傍晚|深夜|"
    r"不久前|前不久|截至发稿|截至目前|同日|同一天|\s)"
)
_LEAD = re.compile(
    rf"(?:{_TIME}|、|而|但是|但|不过|然而|此外|同时|另外|另|对此|其中|因此|因而|所以|于是|并且|而且|且|以及|事实上|实际上|"
    r"根据|依据|按照|据了解|据|就连|连|例如|比如|诸如|正如|如|像是?|还有|包括|至于|即便|虽然|尽管|由于|首先|其次|最后|另一方面|一方面|"
    r"不仅|不只|甚至|只是|只有|尤其是?|特别是|有(?=[一-龥]{2})|既往|最新|最终|一般|如果|若|当(?=[一-龥]{3})|当时|"
    r"[^,，]{0,12}(?:让|令|使)(?=[他她])|多次|[一二三四五六七八九十]是|[(]\d+[)]|[①-⑩]|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、]|更(?=[让令使]))+"
)
_TAIL = compile_pattern(
    rf"(?:{_TIME}|则|也|还|亦|又|均|都|曾经|曾|再次|再度|再三|再|进一步|进而|多次|屡次|一再|一度|一直|始终|明确|公开|直接|独家|一致|"
    r"普遍|特别|常常|经常|时常|同时|同步|同样|并|更|就|便|即|却|仍|仍然|另外|另|随之|随即|立即|马上|率先|纷纷|相继|先后|分别|共同|联合|联名|"
    r"坦率地?|乐观地?|悲观地?|谨慎地?|强力|似乎|强烈|严厉|语重心长地?|[一两三数几多]次|无奈地?|兴奋地?|自信地?|骄傲地?|激动地?|感慨地?|这样|如此|这么|是这样|毫不|不断|反复|郑重|严正|正式|对外|对此|就此|"
    r"主动|亲自|当场|当面|书面|口头|甚至|不无|不禁|不得不|仅|只|才|已经|已|早已|早就|此前|现在|最近|近来|微信|电话|笑着|认真地?|(?:愤愤|缓缓|淡淡|默默|冷冷|轻轻|静静|狠狠|悄悄|幽幽|匆匆|微微)地|愤怒地|生气地|慢慢|接着|"
    r"曾|继续|迅速|紧急|火速|连夜|及时|频频|有些|先前|事前|当时|之前|同期|此后|保守|有感|经审理|于|\d{1,2}\s?月时|陆续|日益|越来越|很早|早早|很快|今|昨|依然|依旧|大胆|高调|低调|罕见|突然|双双|竟然|积极|不完全|频繁|无奈|沿途|上台|自己|个人|本人|[(][^()]{0,20}[)])+$"
)
_CUT = compile_pattern(
    r"(?:(?<![存正现潜实外内旨好])(?<!(?<![易究务])所)在(?![线逃职])|(?<![针应面核相反绝派配])对(?![冲手策接])|(?<![方导动意倾志定走指风面朝取趋])向(?![前上下])|"
    r"(?<![成造高])就(?![业职医诊任地])|针对|关于|接受|出席|参加|回应|回复|答复|谈到|谈及|谈起|提到|提及|面对|如此|这样|曾(?=在|经|于|对|向|公)|"
    r"(?<![成首京古])都(?![市会督])|也|还|(?<![原规法细守准])则|却|仍|(?<![平人国户年日月])均(?![线价瑶])|亦|再[次度三]|进一步|随后|随即|近日|日前|近期|"
    r"昨[日天晚]|今[日天](?!头)|当地时间|此前|早前|当[天日晚]|明确|直接|独家|一致(?!行动)|普遍|特别|常常|(?<![合兼])并(?![购入表网])|另外|"
    r"\d{1,2}月\d{0,2}日?|(?<!\d)\d{1,2}日|周[一二三四五六日](?![一-龥]?[金佳])|晚间|于(?=[\d今昨近日上本]|(?:审理|庭[前后]|偵?侦?讯|股东|业绩|法说|记者|说明|发布|董事|论坛)|[一-龥]{1,6}[上中会])|通过|透过|借助|从(?=[以这不多各两几]|上述)|召开|主持|"
    r"致[开闭]?幕?[词辞]|列席|受访$|发布|发表|给出|提供|举行|回忆|受访[时中,]|采访[时中]|发文|发帖|撰文|表态|解读|展望|(?<=[一-龥])与(?=[^,，]{2,16}(?:合作|沟通|会面|交流|时))|所(?=作|做|说|提)|截至|自[\d今去]|是(?!否)|将(?![军近领]))"
)
_ADVERBIAL = re.compile(
    r"在(?!线|野|场|岗|职)|面对|对于?(?!冲|外经|手)|向(?!日葵|阳|上)|当(?![局代升地])|为(?!来)了?|从(?!化)|以(?!岭|色列|太)|于(?!都|田)|随着|通过|透过|由于|"
    r"促使|迫使|导致|引发|引来|吸引|除了?|针对|关于|至于|鉴于|因应|截至|按(?!揭)|把|将(?!军)|被|没有|不(?!二|少|愿|具|凡)|并(?!购)|且|即(?![时食墨])|若(?![羽水])"
)
_POSSESSIVE = re.compile(r"(?:的|之)(?=[^的]{2,}$)")
_BARE = re.compile(
    r"[\d\s.%年月日点个多第一二三四五六七八九十两几这那该此其中上下们]+|(?:可以|应该|需要|必须|能够|能否|无法|不能|若然|由此|[这那]些|[一两几多]位|都?不|虽然)"
)


@cache
def _named_title() -> re.Pattern[str]:
    titles = sorted((w for w, kind in speaker_words().items() if kind == "title"), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(titles)})\s?(?P<name>{_NAME})(?:女士|先生|小姐|博士|教授|院士)?$")


@cache
def _rare_name() -> re.Pattern[str]:
    titles = sorted((w for w, kind in speaker_words().items() if kind == "title"), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(titles)})\s?(?P<name>[一-龥]{{2,3}})$")


@cache
def _person() -> re.Pattern[str]:
    titles = sorted((w for w, kind in speaker_words().items() if kind == "title"), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(titles)})\s?(?P<name>{_NAME})")


_NO_NAME = re.compile(
    rf"[{_NEVER_IN_NAMES}]|[们等室会团部组署处级人者方长院所局厅员兼组队班席界]$|助理|秘书|先生|女士|本人|自己|团队|办公|代表|出身|一行|夫妇|双方|曾|今|昨|此|其|任|"
    r"公开|表态|撰|接受|[采受专]访|访问|提问|[时后前中内]$"
)
_LIKE_A_NAME = re.compile(_NAME)
_ROLE = re.compile(
    r"(?:而|但|不过|此外|对此)?[,，]?(?P<role>他们|她们|他|她|我们|双方|公司|该公司|本公司|记者|该[一-龥]{1,3}人|上述[一-龥]{1,5}人)"
)


def person_in(text: str, start: int, end: int) -> Piece | None:
    """Return the first person whom [start, end) names after a title (董事长王小明), without the title."""
    match = _person().search(text, start, end)
    return Piece(*match.span("name"), match["name"]) if match else None


def is_like_a_name(words: str) -> bool:
    """Say whether ``words`` could be a person's name by its surname and length."""
    return _LIKE_A_NAME.fullmatch(words) is not None


def role_at(text: str, start: int, end: int) -> Piece | None:
    """Return the pronoun or role noun that [start, end) begins with."""
    match = _ROLE.match(text, start, end)
    return Piece(*match.span("role"), match["role"]) if match else None


def phrase_start(text: str, floor: int, end: int) -> int:
    """Return where the phrase before ``end`` begins: after the last comma or the like, stepping over brackets.

    Short quoted names (“小派科技”表示) and bracketed additions (甲公司(600000.SH)表示) belong to the phrase.
    """
    floor = max(floor, end - _REACH)
    position = end
    while position > floor:
        char = text[position - 1]
        if char in _OPENING:
            opened = text.rfind(_OPENING[char], max(floor, position - 25), position - 1)
            inner = text[opened + 1 : position - 1]
            if (
                opened >= 0
                and (char == ")" or not any(c in _BORDERS for c in inner))
                and (char == ")" or len(inner) <= 12)
            ):
                position = opened
                continue
        if char in _BORDERS or (char == "." and text[position - 2] == "."):
            break
        position -= 1
    return position


def speaker_before(text: str, floor: int, end: int) -> Piece | None:
    """Return the speaker named right before ``end``, not before ``floor``; None where nobody is.

    A person is returned by name without title; otherwise the phrase after its last 的: 甲公司的企业代表 is 企业代表.
    """
    start = phrase_start(text, floor, end)
    lead = _LEAD.match(text, start, end)
    start = lead.end() if lead else start
    return _narrow(text, start, end)


def _narrow(text: str, start: int, end: int) -> Piece | None:
    end = _without_tail(text, start, end)
    owner = _POSSESSIVE.search(text, start, end)
    if owner and kind_of_words(text[owner.end() : end]) == "document":  # 公司昨日公布的数据: the data, not the firm
        return Piece(owner.end(), end, text[owner.end() : end])
    person = _named(text, start, end)
    if person is None:
        cut = _CUT.search(text, start + 1, end)
        if cut:
            end = _without_tail(text, start, cut.start())
            person = _named(text, start, end)
    if person:
        return person
    owner = _POSSESSIVE.search(text, start, end)
    if owner:
        start = owner.end()
    while start < end and text[start] in " 、":
        start += 1
    words = text[start:end]
    if _ADVERBIAL.match(words) and not is_like_a_name(words):
        return None
    if not words or len(words) > 30 or (len(words) == 1 and words not in "他她其") or _BARE.fullmatch(words):
        return None if words not in ("其", "我们", "他们") else Piece(start, end, words)
    return Piece(start, end, words)


def _named(text: str, start: int, end: int) -> Piece | None:
    """Return the name behind a title that ends [start, end); after a title, a rare surname will do."""
    match = _named_title().search(text, start, end)
    if match is None:
        match = _rare_name().search(text, start, end)
        if match and (kind_of_words(match["name"]) or _NO_NAME.search(match["name"])):
            return None
    return Piece(*match.span("name"), match["name"]) if match else None


def _without_tail(text: str, start: int, end: int) -> int:
    tail = _TAIL.search(text, start, end)
    end = tail.start() if tail else end
    return end - 1 if end - start > 1 and text[end - 1] == "的" else end  # 某人的看法是
