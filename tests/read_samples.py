"""Articles written for the tests of reading, and how to read one file of bytes."""

from newsextract.read import read_articles
from newsextract.records import Article, Reject

HANS = (
    "蓝海电子三季度净利增长两成\n"
    "某某证券网讯（记者 王小明）蓝海电子昨日披露三季报，前三季度实现营业收入28.8亿元，同比增长12.5%。\n"
    "公司表示，增长主要来自海外市场。\n"
    "总经理陈默说：“明年我们会更好。”他没有透露更多。\n"
)
HANT = (
    "藍海電子營收創新高\n"
    "〔記者林小美／台北報導〕藍海電子今（5）日公布10月營收28.8億元，月增3.2%，年增12.5%，創下歷史新高。\n"
    "總經理陳默表示，第四季可望持續成長。\n"
    "「我們很有信心。」他說。\n"
)
YUE = "藍海電子嘅老闆話，佢哋今年啲生意好咗好多，唔使裁員，仲會請多啲人。\n"


def read_file(path, **options):
    """Return all that one path gives."""
    return list(read_articles([path], **options))


def read_bytes(folder, name, data, **options):
    """Return all that a file with these bytes gives."""
    path = folder / name
    path.write_bytes(data)
    return read_file(path, **options)


def read_one(folder, name, data, **options):
    """Return the one article that a file with these bytes gives."""
    (article,) = read_bytes(folder, name, data, **options)
    assert isinstance(article, Article), article
    return article


def reject_one(folder, name, data, **options):
    """Return the one reject that a file with these bytes gives, whose message names the file."""
    (reject,) = read_bytes(folder, name, data, **options)
    assert isinstance(reject, Reject), reject
    assert reject.message.startswith(reject.source)
    assert reject.stage == "read"
    return reject
