"""Folders of articles among damaged files of every kind, the same for the same seed.

usage: python tests/damage.py [--files 1000] [--seed 1]     (make chaos)
"""

import argparse
import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import zstandard

from newsextract.store.jsonl import read_rejects

STORY = "蓝鲸制造股份有限公司昨日公告，2024年营收28.80亿元，同比增长12.5%。总经理陈默表示：“前景很好。”第{}号。\n"
FORMS = ("txt", "md", "html", "json", "jsonl", "txt.gz", "jsonl.gz", "json.zst", "html.zst")
CODECS = ("utf-8", "utf-16", "utf-16-be", "utf-32", "gb18030", "big5hkscs", "shift_jis", "koi8-r", "utf-7", "cp037")
NAMES = (
    "..%2f..%2fetc%2fpasswd", "-rf", "a\nb", "a;b|c", "'\"`$(id)", "\u202eoff", "😀" * 20, "長" * 70, "C:\\x", "a\tb", "*?[x]",
)  # fmt: skip
LINE_BYTES = 200 << 20
BOMB_BYTES = 600 << 20


def file_of(form, rng):
    """Return the bytes of a healthy file."""
    text = STORY.format(rng.randrange(10**9)) * rng.randint(1, 6)
    kind = form.split(".")[0]
    if kind == "html":
        text = f"<html><head><title>快讯</title></head><body><article><p>{text}</p></article></body></html>"
    elif kind == "json":
        text = json.dumps({"title": "快讯", "content": text}, ensure_ascii=rng.random() < 0.5)
    elif kind == "jsonl":
        text = "".join(f"{json.dumps({'text': f'{text}{n}'}, ensure_ascii=False)}\n" for n in range(4))
    return packed(text.encode(), form)


def packed(data, form):
    if form.endswith(".gz"):
        return gzip.compress(data, mtime=0)
    return zstandard.compress(data) if form.endswith(".zst") else data


def cut_off(data, rng):
    return data[: rng.randrange(len(data))]


def flip_bits(data, rng):
    damaged = bytearray(data)
    for _ in range(rng.randint(1, 40)):
        damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
    return bytes(damaged)


def put_in(data, rng):
    piece = rng.choice(
        [b"\0", b"\0" * 500, b"\xff\xfe", b"\x1b[2J", b"\xed\xa0\x80", bytes(range(256)), b"</script", b"]]>", b"&#0;"]
    )
    at = rng.randrange(len(data))
    return data[:at] + piece + data[at:]


def join_other(data, rng):
    return data + file_of(rng.choice(FORMS), rng)


def encoded(rng):
    return STORY.format(rng.randrange(10**9)).encode(rng.choice(CODECS), "replace")


def nested(rng):
    sign, end = rng.choice([(b"[", b"]"), (b'{"text":', b"}"), (b'{"a":[', b"]}")])
    return sign * 10_000 + b"1" + end * rng.choice([0, 10_000])


def surrogates(rng):
    text = STORY.format(rng.randrange(10**9))
    at = rng.randrange(len(text))
    return (
        json.dumps({"text": f"{text[:at]}@@{text[at:]}"})
        .replace("@@", rng.choice([r"\ud800", r"\udfff\ud800", r"\uDC00x"]))
        .encode()
    )


def odd_json(rng):
    text = json.dumps(STORY.format(rng.randrange(10**9)))
    return (
        rng.choice(
            [
                "[{}]",
                '{{"text": [{}]}}',
                '{{"text": {}, "text": null}}',
                "{}",
                '{{"text": 1e999}}',
                '{{"text": {}',
                "NaN",
            ]
        )
        .format(text)
        .encode()
    )


def misnamed(rng):
    """Return a page that says it is in another encoding than it is."""
    page = f'<html><head><meta charset="{rng.choice(CODECS)}"></head><body><p>{STORY.format(rng.randrange(10**9))}</p>'
    return page.encode(rng.choice(["gb18030", "big5hkscs", "utf-16", "utf-8"]), "replace")


def with_nuls(rng):
    text = STORY.format(rng.randrange(10**9))
    at = rng.randrange(len(text))
    return f"{text[:at]}{chr(0) * rng.choice([1, 500])}{text[at:]}".encode(rng.choice(["utf-8", "gb18030"]))


def tricky_ids(rng):
    """Return an article whose own id, url and title are paths that would lead out of the folder."""
    path = rng.choice(
        ["../../../../tmp/out", "/etc/passwd", "..\\..\\x", "file:///etc/passwd", "a\u0000b", "%2e%2e/", "."]
    )
    return json.dumps({"id": path, "url": path, "title": path, "text": STORY.format(rng.randrange(10**9))}).encode()


def changed(change):
    return FORMS, lambda form, rng: change(file_of(form, rng), rng)


def made(make, *forms):
    return forms, lambda form, rng: packed(make(rng), form)


KINDS = {
    "cut off": changed(cut_off),
    "bits flipped": changed(flip_bits),
    "pieces put in": changed(put_in),
    "two files joined": changed(join_other),
    "another encoding": made(encoded, "txt", "html", "md"),
    "a wrong charset said": made(misnamed, "html", "html.zst"),
    "NULs": made(with_nuls, "txt", "md", "html", "txt.gz"),
    "nested 10,000 deep": made(nested, "json", "jsonl", "json.zst"),
    "lone surrogates": made(surrogates, "json", "jsonl", "jsonl.gz"),
    "odd JSON": made(odd_json, "json", "jsonl"),
    "paths as ids": made(tricky_ids, "json", "jsonl"),
}
"""How files are damaged, in turns: the forms that it happens to, and what makes one."""


def write_healthy(folder, count, rng):
    """Write healthy files of every form to ``folder``."""
    folder.mkdir(parents=True)
    for number in range(count):
        form = FORMS[number % len(FORMS)]
        (folder / f"{number:04}-good.{form}").write_bytes(file_of(form, rng))


def write_damaged(folder, count, rng, *, large=False):
    """Write ``count`` damaged files, and files that are traps, to ``folder``, which has healthy ones."""
    kinds = list(KINDS.values())
    for number in range(count):
        forms, make = kinds[number % len(kinds)]
        form = rng.choice(forms)
        data = make(form, rng)
        name = rng.choice(NAMES) if number % 10 == 0 else "bad"
        (folder / f"{number:04}-{name}.{form}").write_bytes(data)
    odd_name = os.fsencode(folder) + b"/9000-\xff\xfe.txt"
    with open(odd_name, "wb") as file:  # noqa: PTH123 - a name that is no Unicode
        file.write(STORY.format(1).encode())
    (folder / "9001-loop").symlink_to(folder)
    (folder / "9002-self.txt").symlink_to(folder / "9002-self.txt")
    (folder / "9003-zero.txt").symlink_to("/dev/zero")
    os.mkfifo(folder / "9004-pipe.txt")
    (folder / "9005-folder.txt").mkdir()
    write_line(folder / "9006-line.jsonl", LINE_BYTES if large else 16 << 20)
    write_bomb(folder / "9007-bomb.jsonl.gz", gzip.open, BOMB_BYTES if large else 300 << 20)
    write_bomb(folder / "9008-bomb.jsonl.zst", zstandard.open, BOMB_BYTES if large else 300 << 20)


def write_line(path, size):
    """Write one line of ``size`` bytes between two good ones."""
    good = json.dumps({"text": STORY.format(2)}).encode() + b"\n"
    with path.open("wb") as file:
        file.write(good + b'{"text": "')
        for _ in range(size >> 20):
            file.write(b"\xe6\x96\xb0" * ((1 << 20) // 3))
        file.write(b'"}\n' + good)


def write_bomb(path, opened, size):
    """Write ``size`` blanks, packed, behind a good line."""
    with opened(path, "wb") as file:
        file.write(json.dumps({"text": STORY.format(3)}).encode() + b"\n")
        for _ in range(size >> 20):
            file.write(b" " * (1 << 20))


def run(folder, out):
    """Run over ``folder`` and return the lines of the records by source, and the rejects."""
    command = [sys.executable, "-m", "newsextract", "run", folder, "-o", out]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=3000)
    assert done.returncode in {0, 1}, done.stderr[-3000:]
    assert "Traceback" not in done.stderr
    lines = [line for part in sorted((out / "records").iterdir()) for line in part.read_text("utf-8").splitlines()]
    return {json.loads(line)["article"]["source"]: line for line in lines}, list(read_rejects(out / "rejects.jsonl"))


def check(here, files, seed, *, large=False):
    """Raise unless every damaged file gets its outcome and every healthy one the record it has alone; return rejects."""
    rng = random.Random(seed)
    folder = here / "news"
    around = set(here.iterdir())
    write_healthy(folder, max(9, files // 10), rng)
    alone, _ = run(folder, here / "alone")
    write_damaged(folder, files, rng, large=large)
    among, rejects = run(folder, here / "among")
    assert alone
    assert {source: among.get(source) for source in alone} == alone
    assert [reject for reject in rejects if reject.reason in {"internal_error", "worker_died", "too_slow"}] == []
    met = [*among, *(reject.source for reject in rejects)]
    for path in folder.iterdir():
        if path.name not in {"9001-loop", "9005-folder.txt"}:
            shown = os.fsencode(path).decode("utf-8", "backslashreplace")
            assert any(source == shown or source.startswith(f"{shown}:") for source in met), shown
    for line in ("9006-line.jsonl:1", "9006-line.jsonl:3", "9007-bomb.jsonl.gz:1", "9008-bomb.jsonl.zst:1"):
        assert f"{folder}/{line}" in among, line
    assert set(here.iterdir()) - around == {folder, here / "alone", here / "among"}
    return rejects


def main():
    """Run it for real, and say what became of the files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as here:
        rejects = check(Path(here), options.files, options.seed, large=True)
    counts = {reason: sum(r.reason == reason for r in rejects) for reason in sorted({r.reason for r in rejects})}
    print(f"{options.files} damaged files, damaged in {len(KINDS)} ways ({', '.join(KINDS)}), and traps: in ", end="")
    print(f"{time.monotonic() - begun:.0f} s {len(rejects)} rejects, neighbours unchanged; {counts}")


if __name__ == "__main__":
    main()
