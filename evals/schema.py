"""The JSON Schema of a line of a set, published beside the shipped sets: python -m evals.schema"""

from __future__ import annotations

import json
import sys

from evals.items import ITEM, SETS

PATH = SETS / "schema.json"


def schema() -> str:
    """The schema as JSON text."""
    found = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A line of an evaluation set"}
    return json.dumps(found | ITEM.json_schema(), indent=1) + "\n"


if __name__ == "__main__":
    PATH.write_text(schema(), encoding="utf-8")
    sys.stdout.write(f"{PATH}\n")
