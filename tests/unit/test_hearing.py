"""Who is cited once the model was asked: when its word counts, and what stays of the rules'."""

from metric_docs import groups_of, metric_doc
from newsextract.assemble.cast import cast_of
from newsextract.assemble.hearing import heard
from newsextract.assemble.link_model import Answer
from newsextract.assemble.link_text import describe
from newsextract.records.marks import ClaimMark, Piece
from newsextract.values.sentences import split_sentences

FIRMS = ("海岚科技",)


def speaker_of(text, told, answer, *, sure=-0.05, nowhere=-4.0, rule="test", cue=None):
    """Return who is cited in the text's last sentence: the rules say ``told``, the model ``answer``."""
    doc = metric_doc(text, FIRMS, ())
    groups = groups_of(doc)
    link_text = describe(doc, groups, cast_of(doc, groups))
    sentence = split_sentences(text)[-1]
    piece = Piece(text.index(told), text.index(told) + len(told), told) if told else None
    said = Piece(text.index(cue), text.index(cue) + len(cue), cue) if cue else None
    claim = ClaimMark(sentence.start, sentence.end, ("attributed",), "asserted", (rule,), speaker=piece, cue=said)
    at = text.index(answer)
    (after,) = heard(link_text, [claim], {0: Answer(at, at + len(answer), sure, nowhere)})
    return after.speaker.text if after.speaker else None


def test_the_model_corrects_a_name_that_is_cut_wrong():
    assert speaker_of("受访的李岳警告,需求转弱。", "李岳警", "李岳") == "李岳"


def test_the_model_names_a_speaker_whom_the_rules_did_not_see():
    assert speaker_of("李岳讲,需求转弱。", None, "李岳") == "李岳"


def test_an_unsure_answer_leaves_the_rules_speaker():
    assert speaker_of("李岳对周明说,需求转弱。", "李岳", "周明", sure=-3.0, nowhere=-0.5) == "李岳"


def test_a_speaker_who_is_nowhere_is_taken_back():
    assert speaker_of("需求表示转弱。", "需求", "转弱", sure=-5.0, nowhere=-0.05) == "需求"
    assert speaker_of("李岳讲,需求转弱。", None, "李岳", sure=-5.0, nowhere=-0.05) is None


def test_we_are_nobody():
    assert speaker_of("李岳说:“我们需求转弱。”", "李岳", "我们") == "李岳"


def test_words_behind_a_name_do_not_belong_to_it():
    assert speaker_of("李岳常常和同行说,需求转弱。", "李岳", "李岳常常和同行") == "李岳"
    assert speaker_of("海岚周刊查了数据,发现需求转弱。", "海岚周刊", "海岚周刊查") == "海岚周刊"


def test_somebody_of_a_firm_is_not_the_firm():
    assert speaker_of("海岚科技的企业代表说,需求转弱。", "海岚科技的企业代表", "海岚科技") == "海岚科技的企业代表"
    assert speaker_of("海岚科技企业代表说,需求转弱。", "企业代表", "海岚科技") == "企业代表"


def test_who_hears_it_from_somebody_does_not_say_it():
    assert speaker_of("记者从海岚科技获悉,需求转弱。", "海岚科技", "记者从海岚科技") == "海岚科技"


def test_a_name_with_its_title_is_kept():
    text = "创始人李岳常常和圈内人倒苦水:需求转弱。"
    assert speaker_of(text, "李岳", "倒苦水", rule="colon.person") == "李岳"


def test_a_latin_name_is_never_cut_between_its_words():
    assert (
        speaker_of("Moon Spring Research指出,需求转弱。", "Moon Spring Research", "Research") == "Moon Spring Research"
    )
    assert speaker_of("分析师Anna Lindqvist说,需求转弱。", None, "Anna") == "Anna Lindqvist"


def test_a_title_does_not_stand_for_the_name_behind_it():
    told = "分析师Anna Lindqvist等人"
    assert speaker_of("分析师Anna Lindqvist等人指出,需求转弱。", told, "分析师") == told


def test_of_whom_something_is_reported_does_not_say_it():
    assert speaker_of("海岚科技据报将裁员。", None, "海岚科技", cue="据报") is None
    assert speaker_of("据报道,海岚科技称将裁员。", None, "海岚科技", cue="据报道") == "海岚科技"


def test_who_is_named_within_a_quotation_does_not_speak():
    text = "李岳说:“需求转弱。行业资料显示,价格将跌。”"
    assert speaker_of(text, "李岳", "行业资料", rule="verb.marked.quoted") == "李岳"
    assert speaker_of(text, "李岳", "行业资料", rule="verb.marked.carried") == "行业资料"


def test_who_he_is_is_left_to_the_voices():
    assert speaker_of("李岳来了。\n他说,需求转弱。", "他", "需求") == "他"


def test_who_goes_on_speaking_keeps_the_name_that_was_settled():
    text = "受访的李岳警告,需求转弱。价格将跌。"
    doc = metric_doc(text, FIRMS, ())
    groups = groups_of(doc)
    link_text = describe(doc, groups, cast_of(doc, groups))
    told = Piece(3, 6, "李岳警")
    claims = [
        ClaimMark(s.start, s.end, ("attributed",), "asserted", ("test",), speaker=told) for s in split_sentences(text)
    ]

    after = heard(link_text, claims, {0: Answer(3, 5, -0.05, -4.0), 1: Answer(3, 6, -0.05, -4.0)})

    assert [claim.speaker.text for claim in after] == ["李岳", "李岳"]
