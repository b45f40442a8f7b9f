"""Labels go to other tools and come back to the same characters, whatever is written and however they count."""

import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from newsextract.exchange.files import TOOLS, read_labelled, task_lines
from newsextract.exchange.label_studio import read_task, write_task
from newsextract.exchange.offsets import from_utf16, place_words, to_utf16
from newsextract.exchange.tasks import LABELS, Label, Task

TEXTS = st.text(st.sampled_from('公司营收𠮷😀👨‍👩‍👧é\u0301\r\n\u2028。，a1 "\\<'), min_size=1, max_size=40)


@st.composite
def tasks(draw):
    text = draw(TEXTS)
    places = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(places, places, st.sampled_from(LABELS)), max_size=6))
    labels = {Label(min(a, b), max(a, b), name) for a, b, name in spans if a != b}
    return Task(draw(st.text(max_size=9)), "0" * 64, draw(st.none() | TEXTS), text, "f" * 16, tuple(sorted(labels)))


def to_export(tool, item):
    """Make of an imported task what the tool exports when an annotator confirms it."""
    if tool == "label-studio":
        (prediction,) = item.pop("predictions")
        item["annotations"] = [{"completed_by": {"email": "ana@example.cn"}, "result": prediction["result"]}]
    return item


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("labels") / "export.json"


@pytest.mark.parametrize("tool", TOOLS)
@given(articles=st.lists(tasks(), max_size=3))
def test_what_goes_out_comes_back(tool, path, articles):
    text = "\n".join(task_lines(articles, tool))
    items = json.loads(text) if tool == "label-studio" else [json.loads(line) for line in text.split("\n") if line]
    exported = [json.dumps(to_export(tool, item), ensure_ascii=False) for item in items]
    path.write_text(
        f"[{','.join(exported)}]" if tool == "label-studio" else "\n".join(exported), encoding="utf-8", newline=""
    )

    back = list(read_labelled(path, tool))

    assert [(it.article_id, it.text, it.labels) for it in back] == [
        (it.article_id, it.text, frozenset(it.labels)) for it in articles
    ]


@given(tasks())
def test_label_studio_regions_that_count_utf16_units_are_put_right(task):
    item = to_export("label-studio", write_task(task))
    values = [region["value"] for region in item["annotations"][0]["result"]]
    for value in values:
        value["start"], value["end"] = (to_utf16(task.text, value[name]) for name in ("start", "end"))
    assume(any(task.text[value["start"] : value["end"]] != value["text"] for value in values))

    (back,) = read_task(item)

    assert back.labels == frozenset(task.labels)


@given(TEXTS, st.data())
def test_utf16_offsets_are_those_of_utf16(text, data):
    offset = data.draw(st.integers(0, len(text)))
    units = len(text[:offset].encode("utf-16-le")) // 2

    assert to_utf16(text, offset) == units
    assert from_utf16(text, units) == offset


@given(TEXTS, st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90), st.text(max_size=3)), max_size=3))
def test_words_are_placed_where_they_stand_or_nowhere(text, stretches):
    places = place_words(text, stretches)

    assert places is None or [text[slice(*place)] for place in places] == [words for _, _, words in stretches]
