"""Which claims of many articles say the same, nearly word for word, and how many sources they have: wire reprints.

Two claims belong together where their characters agree to four fifths and their figures exactly. Memory stays small,
some 60 bytes a claim: signatures lie in a file, and one band of them is sorted at a time.
"""

import json
import re
import tempfile
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from newsextract.errors import StoreError
from newsextract.normalise import normalise
from newsextract.run.origins import origin_of
from newsextract.store.atomic import write_atomically
from newsextract.store.jsonl import find_record_files
from newsextract.values.minhash import BANDS, PERMUTATIONS, Groups, band_keys, bare_words, signature, similarity

_ALIKE = 0.8
_LEAST = 6
"""A claim of fewer characters says too little to be told from others."""
_SHORT = 24
"""Of so short a claim the firms must be the same as well: 公司未予置评 is said of many."""
_SAME_TEXT = 0.6
"""Articles that share so much of the shorter one's claims are one text: their source counts once."""
_LEAST_SHARED = 3
_FIGURES = re.compile(r"\d[\d.,]*|[一二三四五六七八九十百千万亿两]+")


class ClusterReport(NamedTuple):
    """What clustering found."""

    articles: int
    claims: int
    clusters: int
    clustered: int
    """Claims that are in a cluster of two or more."""


@dataclass(slots=True)
class _Claims:
    """What is known of all claims, by number: in the order of the records."""

    signatures: BinaryIO
    keys: BinaryIO
    marks: "array[int]" = field(default_factory=lambda: array("Q"))
    """A hash of what must be equal: the figures, and of short claims the firms."""
    articles: "array[int]" = field(default_factory=lambda: array("q"))
    counts: "array[int]" = field(default_factory=lambda: array("q"))
    """Claims of each article."""
    origins: list[str | None] = field(default_factory=list)

    def add(self, record: Mapping[str, Any]) -> None:
        claims = [claim for claim in record["claims"] if "\n" not in claim["text"]]
        words = normalise("\n".join(claim["text"] for claim in claims)).text.split("\n") if claims else []
        names = {firm["id"]: firm["name_simplified"] for firm in record["firms"]}
        for claim, text in zip(claims, words, strict=True):
            bare = bare_words(text)
            if len(bare) < _LEAST:
                continue
            mark = "|".join(_FIGURES.findall(text))
            if len(bare) < _SHORT:
                mark += "|".join(sorted(names[firm] for firm in claim["firm_ids"]))
            self.signatures.write(signature(bare).tobytes())
            self.keys.write(f"{claim['key']}\n".encode())
            self.marks.append(crc32(mark.encode()))
            self.articles.append(len(self.origins))
        self.counts.append(len(claims))
        self.origins.append(origin_of(record))


def cluster_records(paths: Sequence[Path], out: Path) -> ClusterReport:
    """Write ``out``, a line for each cluster of two or more claims, and return what was found.

    A line holds the ``cluster`` (the least key of its claims), its ``size``, the number of independent ``sources``, and
    the keys of its ``claims``, sorted. Same records, same bytes.

    Args:
        paths: files or folders of records, output folders of runs.
        out: replaced as a whole.

    Raises:
        StoreError: a path cannot be read, or ``out`` cannot be written.
    """
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        with (scratch / "signatures").open("wb") as signatures, (scratch / "keys").open("wb") as keys:
            claims = _Claims(signatures, keys)
            for record in _read(paths):
                claims.add(record)
        groups = _group(claims, scratch / "signatures")
        members = _members(groups, len(claims.marks))
        sources = _Sources(claims, members)
        named = _named(members, scratch / "keys")
        lines = sorted(_line(named[root], sources.count(numbers)) for root, numbers in members.items())
    with write_atomically(out) as file:
        file.writelines(lines)
    return ClusterReport(len(claims.origins), len(claims.marks), len(lines), sum(map(len, members.values())))


def _read(paths: Sequence[Path]) -> Iterator[dict[str, Any]]:
    for path in find_record_files(paths):
        try:
            with path.open("rb") as file:
                for line in file:
                    if line.strip():
                        yield json.loads(line)
        except (OSError, ValueError) as error:
            raise StoreError(f"{path}: not a file of records ({error}): name the output folder of a run") from error


def _group(claims: _Claims, path: Path) -> Groups:
    count = len(claims.marks)
    groups = Groups(count)
    if not count:
        return groups
    signatures: npt.NDArray[np.uint32] = np.memmap(path, dtype=np.uint32, mode="r", shape=(count, PERMUTATIONS))
    marks = np.frombuffer(claims.marks, dtype=np.uint64)
    for band in range(BANDS):
        keys = band_keys(signatures, band) ^ (marks << np.uint64(32))
        order = np.argsort(keys, kind="stable")
        borders = np.flatnonzero(np.diff(keys[order])) + 1
        starts, ends = np.concatenate(([0], borders)), np.concatenate((borders, [count]))
        for number in np.flatnonzero(ends - starts > 1):
            _join_alike(order[starts[number] : ends[number]], signatures, marks, groups)
    return groups


def _join_alike(
    bucket: npt.NDArray[np.int64],
    signatures: npt.NDArray[np.uint32],
    marks: npt.NDArray[np.uint64],
    groups: Groups,
) -> None:
    """Join the claims of a bucket that are alike: each round all that are like the first that is left."""
    while len(bucket) > 1:
        first, rest = bucket[0], bucket[1:]
        alike = (similarity(signatures[first], signatures[rest]) >= _ALIKE) & (marks[rest] == marks[first])
        if alike.any():
            groups.join([int(first), *map(int, rest[alike])])
        bucket = rest[~alike]


def _members(groups: Groups, count: int) -> dict[int, list[int]]:
    """Return the numbers of the claims of each group of two or more."""
    roots = [groups.find(number) for number in range(count)]
    sizes = Counter(roots)
    members: dict[int, list[int]] = {}
    for number, root in enumerate(roots):
        if sizes[root] > 1:
            members.setdefault(root, []).append(number)
    return members


class _Sources:
    """Which articles have one source: they name the same, or are the same text."""

    def __init__(self, claims: _Claims, members: Mapping[int, Sequence[int]]) -> None:
        self._articles = claims.articles
        self._groups = Groups(len(claims.origins))
        shared: Counter[tuple[int, int]] = Counter()
        for numbers in members.values():
            among = sorted({claims.articles[number] for number in numbers})
            shared.update((among[0], other) for other in among[1:])
        for (one, other), count in sorted(shared.items()):
            if count >= max(_LEAST_SHARED, _SAME_TEXT * min(claims.counts[one], claims.counts[other])):
                self._groups.join([one, other])
        first: dict[str, int] = {}
        for article, origin in enumerate(claims.origins):
            if origin is not None:
                self._groups.join([first.setdefault(origin, article), article])

    def count(self, numbers: Sequence[int]) -> int:
        """Return how many independent sources the claims of these numbers have."""
        return len({self._groups.find(self._articles[number]) for number in numbers})


def _named(members: Mapping[int, Sequence[int]], path: Path) -> dict[int, list[str]]:
    wanted = {number: root for root, numbers in members.items() for number in numbers}
    named: dict[int, list[str]] = {}
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file):
            if number in wanted:
                named.setdefault(wanted[number], []).append(line.rstrip("\n"))
    return named


def _line(keys: Sequence[str], sources: int) -> bytes:
    cluster = {"cluster": min(keys), "size": len(keys), "sources": sources, "claims": sorted(keys)}
    return f"{json.dumps(cluster, ensure_ascii=False, separators=(',', ':'))}\n".encode()
