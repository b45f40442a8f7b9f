"""Which lines of a web page are the article: trafilatura says where it stands, the page itself says what is written."""

import logging
import re
import unicodedata

from lxml import etree

from newsextract.read.page_blocks import Block, page_blocks

_MOST = 0.9
_HEAD_LINES = 3  # the title may be in the text and the date below it not
_LONGEST_FOR_TRAFILATURA = 4_000_000  # characters of HTML: beyond, a page is a dump, and minutes are too long
_LINKED_SHARE = 0.5
_FOREIGN_SHARE = 0.5
_SEARCHED_CHARS = 200_000
_NOT_WORD = re.compile(r"\W+")
_TOO_SMALL = frozenset({
    "p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "br", "span", "td", "th", "tr", "dd", "dt", "a", "b",
    "strong", "em", "font", "pre", "figcaption", "caption",
})  # fmt: skip
_ARTICLE_PATHS = (
    "//article", "//*[@itemprop='articleBody']", "//main",
    "//*[contains(concat(@id, ' ', @class), 'article') or contains(concat(@id, ' ', @class), 'content')]",
)  # fmt: skip


class ArticleLines:
    """The lines of a page: those of the article, and those left out above it or between its first lines."""

    def __init__(self, blocks: list[Block], kept: list[bool]) -> None:
        self.lines = [block.text for block, keep in zip(blocks, kept, strict=True) if keep]
        begin = [number for number, keep in enumerate(kept) if keep][:_HEAD_LINES]
        self.above = [blocks[number].text for number in range(begin[-1] if begin else 0) if not kept[number]]


def find_article(root: etree._Element, html: str) -> ArticleLines:
    """Return the lines of the article in a page.

    trafilatura drops, joins and repeats lines now and then. So it only votes: the element that holds nearly all it
    found is the article's, and of that element every line is kept, short and repeated ones too, as it stands there.
    """
    blocks = page_blocks(root)
    votes = _votes(blocks, html)
    blocks = _without_false_furniture(blocks, votes)
    votes = _without_edges(blocks, votes)
    if not any(votes):
        return ArticleLines(blocks, _without_votes(root, blocks))
    container = _container(root, blocks, votes)
    inside = _inside(container, blocks)
    siblings = {(block.owner.tag, block.owner.getparent()) for block, vote in zip(blocks, votes, strict=True) if vote}
    first, last = votes.index(True), len(votes) - 1 - votes[::-1].index(True)

    def wanted(number: int, *, strict: bool) -> bool:
        block = blocks[number]
        if votes[number]:
            return True
        if not inside[number] or _is_beside(block):
            return False
        is_sibling = (block.owner.tag, block.owner.getparent()) in siblings
        return is_sibling or (not strict and first < number < last)

    kept = [wanted(number, strict=False) for number in range(len(blocks))]
    foreign = sum(len(b.text) for b, keep, vote in zip(blocks, kept, votes, strict=True) if keep and not vote)
    if foreign > _FOREIGN_SHARE * sum(len(b.text) for b, vote in zip(blocks, votes, strict=True) if vote):
        kept = [wanted(number, strict=True) for number in range(len(blocks))]
    return ArticleLines(blocks, kept)


def _votes(blocks: list[Block], html: str) -> list[bool]:
    """Say of each line whether trafilatura has it."""
    found = _extract(html) if len(html) <= _LONGEST_FOR_TRAFILATURA else None
    if not found:
        return [False] * len(blocks)
    keys = {_key(line) for line in found.split("\n")}
    keys.discard("")
    joined = "\n".join(sorted(keys))
    searched = joined if len(joined) <= _SEARCHED_CHARS else ""  # a long page is not searched line by line
    votes = []
    for block in blocks:
        key = _key(block.text)
        votes.append(key in keys or (len(key) >= 10 and key in searched))
    return votes


def _without_edges(blocks: list[Block], votes: list[bool]) -> list[bool]:
    """Take back votes for links and furniture before and after the rest: trafilatura keeps all of a short page."""
    plain = [number for number, vote in enumerate(votes) if vote and not _is_beside(blocks[number])]
    if not plain:
        return votes
    return [vote and plain[0] <= number <= plain[-1] for number, vote in enumerate(votes)]


def _without_false_furniture(blocks: list[Block], votes: list[bool]) -> list[Block]:
    """Return the blocks, none of them furniture where most that was voted for would be: the names mislead."""
    voted = sum(len(block.text) for block, vote in zip(blocks, votes, strict=True) if vote)
    furniture = sum(len(block.text) for block, vote in zip(blocks, votes, strict=True) if vote and block.furniture)
    if furniture <= _FOREIGN_SHARE * voted:
        return blocks
    return [block._replace(furniture=False) for block in blocks]


def _is_beside(block: Block) -> bool:
    return block.furniture or _is_linked(block)


def _is_linked(block: Block) -> bool:
    return block.linked > _LINKED_SHARE * len(block.text)


def _extract(html: str) -> str | None:
    import trafilatura  # noqa: PLC0415 - half a second

    logger = logging.getLogger("trafilatura")
    if logger.level == logging.NOTSET:
        logger.setLevel(logging.CRITICAL)  # it warns of every page without an article; we say so ourselves
    try:
        found: str | None = trafilatura.extract(
            html, include_comments=False, include_tables=True, deduplicate=False, favor_recall=True
        )
    except Exception:  # noqa: BLE001 - a page that trafilatura trips over is read without its vote
        return None
    return found


def _key(text: str) -> str:
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", text))


def _container(root: etree._Element, blocks: list[Block], votes: list[bool]) -> etree._Element:
    """Return the smallest element that holds nearly all characters voted for, and is more than one line."""
    weight: dict[etree._Element, int] = {}
    for block, vote in zip(blocks, votes, strict=True):
        if vote:
            weight[block.owner] = weight.get(block.owner, 0) + len(block.text)
    total = sum(weight.values())
    order = list(root.iter(etree.Element))
    for element in reversed(order):  # children before parents
        own = weight.get(element, 0)
        parent = element.getparent()
        if own and parent is not None:
            weight[parent] = weight.get(parent, 0) + own
    best = root
    for element in order:
        if weight.get(element, 0) >= _MOST * total:
            best = element  # the last in document order is the innermost: there cannot be two side by side
    while best.tag in _TOO_SMALL and best.getparent() is not None:
        best = best.getparent()
    return best


def _inside(container: etree._Element, blocks: list[Block]) -> list[bool]:
    held = set(container.iter(etree.Element))
    return [block.owner in held for block in blocks]


def _without_votes(root: etree._Element, blocks: list[Block]) -> list[bool]:
    """Keep the lines of the likeliest element, or of the whole page, that are not links or furniture."""
    plain = [not _is_beside(block) for block in blocks]
    total = sum(len(block.text) for block, keep in zip(blocks, plain, strict=True) if keep)
    for path in _ARTICLE_PATHS:
        for element in root.xpath(path)[:5]:
            kept = [a and b for a, b in zip(plain, _inside(element, blocks), strict=True)]
            if sum(len(block.text) for block, keep in zip(blocks, kept, strict=True) if keep) > total / 2:
                return kept
    return plain
