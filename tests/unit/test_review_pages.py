"""Pages about what is not there."""

import pytest

from builders import make_records
from review_site import load_records, open_site


@pytest.mark.parametrize(
    "path, said",
    [
        ("/articles/none", "There is no such article."),
        ("/claims/none", "There is no such claim."),
        ("/firms/view?key=none", "No article names that firm."),
    ],
)
def test_what_is_not_in_the_database_is_said_to_be_missing(tmp_path, path, said):
    with open_site(load_records(tmp_path / "news.db", make_records(1))) as client:
        answer = client.get(path)

    assert answer.status_code == 404
    assert said in answer.text
