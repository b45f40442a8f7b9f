"""Tell how firmly a claim is made: asserted, planned, expected, possible, denied or rumoured."""

from typing import get_args

from newsextract.errors import RuleError
from newsextract.recognise.rule_scanner import Scan, rule_scanner
from newsextract.records.fields import Modality


class ModalityFinder:
    """The rules of ``rules/modality.toml``: the first that matches decides."""

    def __init__(self) -> None:
        self._scanner = rule_scanner("modality")
        self._labels: dict[str, Modality] = {name: name for name in get_args(Modality)}

    def scan(self, text: str) -> Scan:
        """Return ``text`` prepared for ``modality``."""
        return self._scanner.scan(text)

    def modality(self, scan: Scan, start: int, end: int) -> tuple[Modality, str | None]:
        """Return the modality of [start, end) and the id of the rule that says so.

        Raises:
            RuleError: the rule's label is no modality.
        """
        for rule, _, _ in scan.matching(start, end):
            if rule.label not in self._labels:
                raise RuleError(f"rules/modality.toml: {rule.id}: {rule.label} is no modality")
            return self._labels[rule.label], rule.id
        return "asserted", None
