"""Read a publication date as sources write it, and settle its zone."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Final

ZONES: Final = {
    "Asia/Shanghai": timezone(timedelta(hours=8), "Asia/Shanghai"),
    "Asia/Taipei": timezone(timedelta(hours=8), "Asia/Taipei"),
    "Asia/Hong_Kong": timezone(timedelta(hours=8), "Asia/Hong_Kong"),
}
"""Fixed offsets: none of them has had summer time since 1991, and no zone database has to be installed."""

_DATE = re.compile(
    r"""(?<!\d)(?:(?P<year>(?:19|20)\d\d)|民國(?P<roc>\d{2,3})|民国(?P<roc_hans>\d{2,3}))
    (?:\s?年\s?(?P<month_c>\d{1,2})\s?月\s?(?P<day_c>\d{1,2})\s?[日號号]
      |\s?(?P<separator>[-/.])\s?(?P<month>\d{1,2})\s?(?P=separator)\s?(?P<day>\d{1,2})(?!\d)
      |(?P<month_n>\d\d)(?P<day_n>\d\d)(?=\d{4}(?:\d\d)?(?!\d)|(?!\d)))
    (?:[T\s,]{0,3}(?:[(（]?(?:星期|周|週|禮拜)[一二三四五六日天][)）]?\s{0,2})?
      (?P<half>上午|下午|晚上|晚间|晚間|凌晨|中午|早上|AM|PM)?\s?
      (?:(?P<hour>\d{1,2})[:时時點点]\s?(?P<minute>\d{1,2})(?:[:分]\s?(?P<second>\d{1,2}))?(?:[.,]\d{1,9})?[分秒]?
        |(?P<hour_n>\d\d)(?P<minute_n>\d\d)(?P<second_n>\d\d)?)
      (?:\s?(?P<half_after>AM|PM))?
      (?:\s?(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d|CST|HKT))?(?!\d))?""",
    re.VERBOSE | re.IGNORECASE,
)
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")
_EPOCH = re.compile(r"\d{9,10}(?:\.\d+)?|\d{13}")
_RFC_2822 = re.compile(r"(?:[A-Z][a-z]{2},\s?)?\d{1,2}\s[A-Z][a-z]{2,8}\s(?:19|20)\d\d\s\d\d:\d\d")
_URL_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?!\d)")
_MAX_CHARS = 80
_EARLIEST, _LATEST = 1900, 2100
_AFTERNOON = frozenset({"下午", "晚上", "晚间", "晚間", "pm"})


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as written, before its zone is settled."""

    when: datetime
    """Aware where the zone is written, else naive."""
    day_only: bool
    end: int = 0
    """Where it ends in the string that it was found in."""

    @property
    def is_settled(self) -> bool:
        """Say whether ``settle`` needs no zone: only the day is known, or a zone other than UTC is written."""
        return self.day_only or bool(self.when.utcoffset())

    def settle(self, zone: str) -> tuple[datetime, str]:
        """Return the date for a record, and how its zone was settled.

        A moment comes back aware; where only the day is known, naive and at midnight. UTC is shown in ``zone``, so
        that the date is the one that readers there saw.
        """
        if self.day_only:
            return self.when, "day only"
        if self.when.tzinfo is None:
            return self.when.replace(tzinfo=ZONES[zone]), f"zone taken to be {zone}"
        if self.when.utcoffset() == timedelta(0):
            return self.when.astimezone(ZONES[zone]), f"given in UTC, shown in {zone}"
        return self.when, "zone as given"


def read_moment(value: object) -> Moment | None:
    """Return the moment that a date field holds, or None where it is no date.

    Takes ISO 8601, 2023-11-05 08:30, 2023/11/05, 2023.11.5, 20231105, 2023年11月5日 08时30分, 民國112年11月5日,
    RFC 2822, and seconds or milliseconds since 1970.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = unicodedata.normalize("NFKC", str(value)[:_MAX_CHARS]).strip()
    if _EPOCH.fullmatch(text):
        return _epoch(float(text))
    found = find_moment(text)
    if found is not None or not _RFC_2822.match(text):
        return found
    try:
        return Moment(parsedate_to_datetime(text), day_only=False)
    except ValueError:
        return None


def find_moment(text: str) -> Moment | None:
    """Return the first full date in ``text``, with its time of day if it has one."""
    match = _DATE.search(text)
    if match is None:
        return None
    try:
        return _moment(match)
    except (ValueError, OverflowError):  # 2023-02-30, or an hour of 31
        return None


def day_in_url(url: str) -> Moment | None:
    """Return the day that news sites put into the path of a URL, as in /2023-11-05/ or /20231105/."""
    match = _URL_DAY.search(url)
    if match is None:
        return None
    try:
        return Moment(datetime(int(match[1]), int(match[2]), int(match[3])), day_only=True)  # noqa: DTZ001 - a day
    except ValueError:
        return None


def _moment(match: re.Match[str]) -> Moment | None:
    part = match.groupdict()
    year = int(part["year"] or int(part["roc"] or part["roc_hans"]) + 1911)
    month = int(part["month_c"] or part["month"] or part["month_n"])
    day = int(part["day_c"] or part["day"] or part["day_n"])
    hour = part["hour"] or part["hour_n"]
    if not _EARLIEST <= year < _LATEST:
        return None
    if hour is None:
        return Moment(datetime(year, month, day), day_only=True, end=match.end())  # noqa: DTZ001 - only a day
    minute = int(part["minute"] or part["minute_n"])
    second = int(part["second"] or part["second_n"] or 0)
    half = (part["half"] or part["half_after"] or "").lower()
    clock = int(hour) + (12 if half in _AFTERNOON and int(hour) < 12 else 0)
    when = datetime(year, month, day, clock, minute, min(second, 59), tzinfo=_zone(part["zone"]))
    return Moment(when, day_only=False, end=match.end())


def _zone(written: str | None) -> timezone | None:
    if written is None:
        return None
    name = written.upper()
    if name in {"Z", "UTC", "GMT"}:
        return UTC
    offset = _OFFSET.fullmatch(name)
    if offset is None:  # CST and HKT
        return ZONES["Asia/Hong_Kong" if name == "HKT" else "Asia/Shanghai"]
    minutes = int(offset[2]) * 60 + int(offset[3])
    return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes))


def _epoch(number: float) -> Moment | None:
    seconds = number / 1000 if number >= 1e11 else number
    return Moment(datetime.fromtimestamp(seconds, tz=UTC), day_only=False)
