"""Coined company names in the shapes that real ones have, put in place of the names in training sentences.

A model that has only seen 宁德时代 learns 宁德时代. One that has seen the same sentence with thousands of names that
nobody bears learns what surrounds a company's name.
"""

import csv
import random
import re
from collections import Counter

from examples import SHARED, Example

from newsextract.normalise import normalise

FORMS = ("股份有限公司", "有限公司", "有限责任公司", "集团股份有限公司", "集团有限公司", "控股有限公司")
TRADES = (
    "科技 生物 医药 电子 半导体 智能 机器人 汽车 能源 新能源 材料 新材料 软件 网络 信息 传媒 文化 教育 食品 饮料 服饰 家居 "
    "地产 物流 航空 航天 证券 银行 资本 创投 基金 保险 金融 控股 集团 实业 电器 光电 精密 制药 医疗 农业 环保 股份 国际 "
    "建设 工业 重工 化学 钢铁 通信 微电子 数据 云 游戏 影业 餐饮 零售 电商 投资 动力 光学 仪器 电机 航运 生技 科 电"
).split()
_LEGAL = re.compile("(?:股份有限公司|有限责任公司|有限公司|集团)$")
_TRADE = re.compile(f"(?:{'|'.join(sorted(TRADES, key=len, reverse=True))})$")


class Coiner:
    """Makes names; the characters of brands follow those of listed companies."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        rows = list(csv.DictReader((SHARED / "firms" / "listed_cn.tsv").open(encoding="utf-8"), delimiter="\t"))
        columns = list(rows[0])
        self.full = [normalise(row[columns[2]]).text for row in rows]
        self.short = [normalise(row[columns[1]]).text.replace(" ", "") for row in rows]
        with (SHARED / "firms" / "listed_tw.tsv").open(encoding="utf-8") as lines:
            taiwan = list(csv.DictReader(lines, delimiter="\t"))
        self.short += [normalise(row[list(taiwan[0])[1]]).text for row in taiwan]
        self.short = [name for name in self.short if re.fullmatch("[\u4e00-\u9fff]{2,5}", name)]
        counts = Counter(c for name in self.short for c in name[:2])
        self.brand_characters, self.weights = zip(*counts.items(), strict=True)
        self.places = [name[:2] for name in self.full if re.match("[\u4e00-\u9fff]{2}(?:市|省)?", name)]

    def brand(self) -> str:
        """Return two to four characters that nobody chose."""
        length = self.random.choices((2, 3, 4), (5, 4, 1))[0]
        return "".join(self.random.choices(self.brand_characters, self.weights, k=length))

    def like(self, name: str) -> str:
        """Return another name of the same shape as ``name``."""
        draw = self.random.random
        if not re.search("[\u4e00-\u9fff]", name):
            return name
        if _LEGAL.search(name):
            return self.random.choice(self.full) if draw() < 0.4 else self._long()
        if _TRADE.search(name) and len(name) > 3:
            return self.brand() + self.random.choice(TRADES)
        if draw() < 0.35:
            return self.random.choice(self.short)
        return self.brand() + (self.random.choice(TRADES) if draw() < 0.3 else "")

    def _long(self) -> str:
        place = self.random.choice(self.places)
        trade, form = self.random.choice(TRADES), self.random.choice(FORMS)
        shape = self.random.random()
        if shape < 0.4:
            return f"{place}{self.random.choice(('', '市'))}{self.brand()}{trade}{form}"
        if shape < 0.7:
            return f"{self.brand()}({place}){trade}{form}"
        return f"{self.brand()}{trade}{form}"

    def substitute(self, example: Example) -> Example:
        """Return the example with most of its firms renamed, each name the same way throughout the sentence."""
        renamed: dict[str, str] = {}
        pieces, spans, last, length = [], [], 0, 0
        for start, end, label in sorted(example.spans):
            name = example.text[start:end]
            new = name
            if label == "firm":
                if name not in renamed:
                    renamed[name] = self.like(name) if self.random.random() < 0.8 else name
                new = renamed[name]
            pieces += [example.text[last:start], new]
            length += start - last
            spans.append((length, length + len(new), label))
            length += len(new)
            last = end
        return Example("".join(pieces) + example.text[last:], tuple(spans), example.source)
