"""Where the outside texts are that tests may measure against; they are no part of the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def outside_data(name: str) -> Path:
    """The folder `name` of the outside data; the test is skipped, with the reason, where it is absent.

    The data lie beside the checkout in `shared/data`, or where SPECS_TEST_DATA says.
    """
    given = os.environ.get("SPECS_TEST_DATA")
    root = Path(given) if given else Path(__file__).parents[1].parent / "shared" / "data"
    folder = root / name
    if not folder.is_dir():
        pytest.skip(f"no outside data at {folder}; set SPECS_TEST_DATA to their folder")
    return folder
