"""The repository's shape, checked: see docs/decisions/0001."""

import json
import re
import site
import sysconfig
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[1]
PYTHON_LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def test_site_is_the_standard_librarys():
    assert Path(site.__file__).parent == Path(sysconfig.get_path("stdlib"))


def test_site_folder_is_not_a_package():
    assert not (ROOT / "site" / "__init__.py").exists()


def test_config_is_ours():
    import config

    assert Path(config.__file__).is_relative_to(ROOT / "site")


@pytest.mark.parametrize("lock", PYTHON_LOCKS, ids=lambda lock: lock.name)
def test_no_python_lock_names_where_packages_come_from(lock):
    assert re.findall(r"https?:\S*|--\S*index\S*|@ file\S*", lock.read_text()) == []


def test_the_front_end_lock_does_not_name_where_packages_come_from():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]

    assert [name for name, package in packages.items() if "resolved" in package] == []


@pytest.mark.parametrize("lock", PYTHON_LOCKS, ids=lambda lock: lock.name)
def test_every_locked_python_package_has_a_hash(lock):
    packages = re.findall(r"^[\w.\[\]-]+==.*(?:\n .*)*", lock.read_text(), re.MULTILINE)

    assert packages
    assert [package for package in packages if "--hash=" not in package] == []


def test_no_module_of_ours_is_too_long_to_read():
    too_long = {
        str(path.relative_to(ROOT)): lines
        for path in _our_modules()
        if "tests" not in path.parts
        and (lines := len(path.read_text().splitlines())) >= 400
    }

    assert too_long == {}


def test_no_module_is_named_for_being_helpful():
    assert [path for path in _our_modules() if path.stem in {"utils", "helpers"}] == []


def _our_modules():
    folders = {Path(config.path) for config in apps.get_app_configs()}
    ours = {
        folder
        for folder in folders
        if folder.is_relative_to(ROOT) and ".venv" not in folder.parts
    }
    for folder in {
        *ours,
        ROOT / "site",
        ROOT / "tests",
        ROOT / "bench",
        ROOT / "docker",
    }:
        for path in folder.rglob("*.py"):
            if "migrations" not in path.parts:
                yield path
