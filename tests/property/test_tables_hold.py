"""Whatever stands in a table, its figures are exact stretches of the text, in order, within what stores hold."""

from hypothesis import given
from hypothesis import strategies as st

from newsextract.records.fields import fits
from newsextract.values.tables import find_cells

PIECES = (
    "单位:", "万元", "亿元", "人民币", "元", "%", "(人)", "(元/股)", "(%)", " | ", "|", "\t", "\n", "项目", "2024年", "增减(%)", "营业收入", "率",
    "12,345.67", "0", "-3", "(5)", "9" * 30, "1.", ",", "·", "单位", ":", "🦊",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=60).map(lambda pieces: "单位:万元\n" + "".join(pieces)))
def test_cells_are_exact_stretches_in_order(text):
    cells = find_cells(text)

    assert [cell.quantity.start for cell in cells] == sorted({cell.quantity.start for cell in cells})
    for cell in cells:
        quantity = cell.quantity
        assert text[quantity.start : quantity.end] == quantity.text != ""
        assert fits(quantity.value)
        assert (quantity.unit_span is not None) == (quantity.kind == "count")
        assert cell.label[0] < cell.label[1] <= quantity.start
        assert cell.header[0] < cell.header[1] <= cell.label[0]
