"""Every exception that crosses a module border."""


class NewsExtractError(Exception):
    """Anything that newsextract raises on purpose: catch this one to catch them all."""


class ConfigError(NewsExtractError):
    """The installation, a pipeline config or an option is wrong."""


class RuleError(NewsExtractError):
    """A rule table or lexicon cannot be used: names the file, the row and what is wrong with it."""


class ArticleError(NewsExtractError):
    """One article cannot be used; the batch goes on and the article becomes a Reject."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        """A short code, e.g. ``empty`` or ``undecodable``, that rejects are counted by."""


class SchemaError(NewsExtractError):
    """A record does not fit its schema, or a schema file is not what the models say."""


class StoreError(NewsExtractError):
    """Records cannot be written or read: names the file or database and what to do."""


class EvaluationError(NewsExtractError):
    """Gold annotations or records cannot be compared."""


class DecisionError(NewsExtractError):
    """A reviewer's decision cannot be taken: names the claim, what is wrong and what to do."""


class LabelError(NewsExtractError):
    """Labels of an annotation tool cannot be used: names the file, the line and what is wrong."""


class RequestError(NewsExtractError):
    """A part of a program's request cannot be used: names it."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}")
