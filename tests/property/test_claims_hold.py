"""What holds for quotations and claims of any text."""

from hypothesis import given
from hypothesis import strategies as st

from claim_docs import read_doc
from newsextract.assemble.claims import state_claims
from newsextract.records.marks import CLAIMS, QUOTATIONS, SENTENCES

PIECES = [
    "海岚科技", "董事长周启明", "表示", "称", "说", "数据显示", "据悉", "公告", "，", ",", ":", "。", ";", "?", "\n", "“", "”", '"', "‘", "’",
    "(", ")", "《", "》", "他", "同比增长12%", "首次", "将", "拟", "收购了", "被", "遭", "从3%", "升至5%", "第一", "最", "较上月", "1.5亿元", " ",
]  # fmt: skip

texts = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@given(texts)
def test_each_sentence_is_judged_once(text):
    doc = read_doc(text, firms=["海岚科技"])

    sentences = {(sentence.start, sentence.end) for sentence in SENTENCES.read(doc)}

    assert sorted((claim.start, claim.end) for claim in CLAIMS.read(doc)) == sorted(sentences)
    assert all(set(claim.evidence) <= set(claim.types) for claim in CLAIMS.read(doc))


@given(texts)
def test_speakers_and_cues_are_exact_pieces_of_the_text(text):
    doc = read_doc(text, firms=["海岚科技"])
    pieces = [p for q in QUOTATIONS.read(doc) for p in (q.speaker, q.cue) if p]
    pieces += [p for c in CLAIMS.read(doc) for p in (c.speaker, c.cue, c.subject) if p]

    assert all(text[piece.start : piece.end] == piece.text and piece.text for piece in pieces)
    assert all(0 <= q.start <= q.end <= len(text) for q in QUOTATIONS.read(doc))


@given(texts)
def test_reading_twice_gives_the_same(text):
    first, second = (read_doc(text, firms=["海岚科技"]) for _ in range(2))

    assert CLAIMS.read(first) == CLAIMS.read(second)
    assert state_claims(first, (), (), CLAIMS.read(first)) == state_claims(second, (), (), CLAIMS.read(second))
