"""Sets from spreadsheets, as these write CSV, and from the O*NET queries."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.errors import EmptyInput, UnreadableInput
from evals.csv_import import read_csv
from evals.items import EligibilityItem, Item, Label, dump_items, load_set
from evals.onet import import_onet


def sheet(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "sheet.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_a_row_becomes_an_item_with_usual_values(tmp_path: Path) -> None:
    text = 'question,class_code,quote,facts\n"Years, how many?",3039MP,twelve (12) years,twelve / 12|advanced degree\n'
    (item,) = read_csv(sheet(tmp_path, text))
    assert isinstance(item, Item)
    assert (item.id, item.kind, item.split, item.origin, item.cluster) == (
        *("sheet.2", "answer", "dev", "sheet.csv"),
        "sheet.2",
    )
    assert item.facts == (("twelve", "12"), ("advanced degree",))
    assert [(one.quote, one.group) for one in item.evidence] == [("twelve (12) years", 1)]
    (tmp_path / "set.jsonl").write_text(dump_items([item]), encoding="utf-8")
    assert load_set(tmp_path / "set.jsonl") == (item,)


def test_groups_and_alternatives_of_quotes(tmp_path: Path) -> None:
    (item,) = read_csv(sheet(tmp_path, "question,class_code,quote\nq,3039MP,a || b | c\n"))
    assert [(one.quote, one.group) for one in item.evidence] == [("a", 1), ("b", 1), ("c", 2)]


@pytest.mark.parametrize(("mark", "encoding"), [(";", "utf-8-sig"), ("\t", "utf-8"), (",", "utf-8-sig")])
def test_what_spreadsheets_of_other_languages_write(tmp_path: Path, mark: str, encoding: str) -> None:
    rows = [["kind", "question", "history", "tags"], ["abstention", "telework?", "", "a|b"], ["", "", "", ""]]
    text = "\r\n".join(mark.join(row) for row in rows)
    (item,) = read_csv(sheet(tmp_path, text, encoding))
    assert isinstance(item, Item)
    assert item.tags == ("a", "b")
    assert [outcome.value for outcome in item.outcomes] == ["abstained"]


def test_applicants_and_labels(tmp_path: Path) -> None:
    text = (
        "kind,class_code,as_of,applicant,verdict,statement,label,quote\n"
        'eligibility,9902SX,2026-11-24,"{education: [], employment: []}",not_met,,,\n'
        "citation,9902SX,,,,Five years are required.,partial,Five (5) years\n"
    )
    case, label = read_csv(sheet(tmp_path, text))
    assert isinstance(case, EligibilityItem)
    assert case.applicant == {"education": [], "employment": []}
    assert label.kind == "citation"
    assert label.label is Label.PARTIAL


@pytest.mark.parametrize(
    ("text", "where", "reason"),
    [
        ("question,colour\nq,red\n", ":1", "unknown columns: colour"),
        ("question,quote\nq,a\n", ":2", "needs its class"),
        ("question,split,facts\nq,dev,a\nr,test,a\n", ":3", "split"),
        ("question,facts\nq,a,b,c\n", ":2", "more cells"),
        ('kind,class_code,as_of,verdict,applicant\neligibility,A,2026-01-01,met,"{a: ["\n', ":2", "applicant"),
    ],
)
def test_what_is_no_item_is_named_by_its_row(tmp_path: Path, text: str, where: str, reason: str) -> None:
    with pytest.raises(UnreadableInput, match=reason) as caught:
        read_csv(sheet(tmp_path, text))
    assert caught.value.source.endswith(f"sheet.csv{where}")


def test_a_sheet_without_rows_or_in_another_encoding(tmp_path: Path) -> None:
    with pytest.raises(EmptyInput):
        read_csv(sheet(tmp_path, "question,facts\n"))
    with pytest.raises(UnreadableInput, match="UTF-8"):
        read_csv(sheet(tmp_path, "question,facts\nGrüße,a\n", "latin-1"))


def test_onet_queries_become_retrieval_sets(tmp_path: Path) -> None:
    relevant = [
        {"class_code": "27-2041.00", "quote": "Study scores."},
        {"class_code": "27-2042.00", "quote": "Rehearse."},
    ]
    duty = {"id": "4.A.1.a.1.I01.D02", "question": "Study details of compositions", "relevant": relevant}
    title = {"title": ".NET Developer", "class_codes": ["15-1252.00", "15-1251.00"]}
    (tmp_path / "duty-queries.jsonl").write_text(json.dumps(duty) + "\n", encoding="utf-8")
    (tmp_path / "title-queries.jsonl").write_text(json.dumps(title) + "\n", encoding="utf-8")
    written = import_onet(tmp_path, tmp_path / "sets")
    assert list(written.values()) == [1, 1]
    (first,) = load_set(tmp_path / "sets" / "onet-duties.jsonl")
    (second,) = load_set(tmp_path / "sets" / "onet-titles.jsonl")
    assert [one.group for one in first.evidence] == [1, 2]
    assert second.kind == "retrieval"
    assert second.right_classes == ("15-1252.00", "15-1251.00")
    with pytest.raises(EmptyInput, match="duty-queries"):
        import_onet(tmp_path / "sets", tmp_path)
