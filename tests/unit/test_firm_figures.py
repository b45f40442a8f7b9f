"""A firm's figures beside those of what it has."""

import pytest

from builders import make_info, make_metric, make_record
from newsextract.records import Subject
from newsextract.review.series import find_contradictions, place_in_time
from newsextract.store.database import Database
from newsextract.store.firm_view import read_firm_metrics
from review_site import load_records

KEY = "688001.SH"


def article(number, subject, value):
    info = make_info(id=f"url:https://news.example.cn/{number}")
    return make_record(article=info, metrics=(make_metric(subject=subject, value=value),), claims=())


@pytest.fixture
def figures(tmp_path):
    def read(*subjects):
        records = [article(number, subject, number) for number, subject in enumerate(subjects, start=1)]
        with (
            Database(load_records(f"sqlite:///{tmp_path}/news.db", records)) as database,
            database.reading() as connection,
        ):
            return read_firm_metrics(connection, KEY)

    return read


OWN = Subject(text="这家企业", firm_id="F1")
CLOUD = Subject(text="云端业务", firm_id="F1")


def test_a_business_line_is_told_from_its_firm(figures):
    assert {metric.thing for metric in figures(OWN, CLOUD)} == {None, "云端业务"}


def test_two_values_of_the_firm_contradict_each_other(figures):
    assert find_contradictions(place_in_time(figures(OWN, Subject(text="蓝鲸制造", firm_id="F1"))))


def test_a_figure_of_a_business_line_does_not_contradict_the_firm_s(figures):
    assert not find_contradictions(place_in_time(figures(OWN, CLOUD)))
