"""The wheel carries what it needs, and works from another folder than the checkout."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIMIT_MIB = 25


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", folder, ROOT],
        check=True,
    )
    return next(folder.glob("*.whl"))


def test_wheel_carries_pipeline_schemas_and_licences_and_stays_small(wheel):
    names = zipfile.ZipFile(wheel).namelist()

    for wanted in ("pipeline/configs/extract.cfg", "pipeline/rules/fragments.toml", "schemas/record.schema.json"):
        assert f"newsextract/_data/{wanted}" in names
    assert any(name.endswith(".onnx") for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert wheel.stat().st_size < LIMIT_MIB * 2**20


def test_installed_wheel_extracts_without_the_checkout(wheel, tmp_path):
    site = tmp_path / "site"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", site, wheel], check=True
    )
    code = (
        "import newsextract, json; from newsextract.resources import data_root; print(data_root());"
        "record = newsextract.load().extract('易思维科技有限公司2024年营收达12.5亿元。'); print(record.metrics[0].value)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={"PYTHONPATH": str(site), "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    root, value = done.stdout.split()
    assert Path(root).is_relative_to(site)
    assert value == "1250000000"
