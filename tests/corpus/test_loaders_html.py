"""Web pages: what is content, and the lines that headings, lists and tables become."""

from __future__ import annotations

import re
import time

import pytest
from bs4 import BeautifulSoup

from corpus.errors import EmptyInput
from corpus.loaders import Document, load, load_bytes
from tests.outside import outside_data

LONG = " ".join(["prose"] * 30)
NAVIGATION = '<div><a href="/">Home</a> <a href="/j">Jobs</a> <a href="/c">Classes</a> <a href="/l">Log in</a></div>'

JOBAPS = f"""<!DOCTYPE html><html><head><title>Class Specification</title><script>var x = "PURPOSE";</script></head>
<body bgcolor="white">
<table width="100%"><tr><td><img src="seal.gif" alt="seal"></td><td>{NAVIGATION}</td></tr></table>
<center><font size="4"><b>State of Connecticut Executive Branch</b></font><br>
<b>Orchard Inspector 2 (35 Hour) (1234AR)</b><br>
$31.75-$41.17 Hourly / $2,222.42-$2,881.70 BiWeekly / $58,005.00-$75,212.00 Yearly</center><hr>
<table border="0">
<tr><td colspan="5"><b>PURPOSE OF JOB CLASS (NATURE OF WORK)</b></td></tr>
<tr><td colspan="5">In the Department of Orchards this class is accountable for inspecting orchards.</td></tr>
<tr><td><b>SUPERVISION RECEIVED</b><br>Works under the general supervision of an Orchard Supervisor.</td></tr>
<tr><td><b>EXAMPLES OF DUTIES</b>
<ul><li>Inspects orchards &amp; nurseries;<li>Writes&nbsp; reports;</li>
<li>Performs related duties as required.</ul></td></tr>
<tr><td><b>MINIMUM QUALIFICATIONS - GENERAL EXPERIENCE</b></td></tr>
<tr><td>Six (6) years of experience in &#8220;pomology&#8221; (see &sect; 10-157).</td></tr>
<tr><td><b>JOB CLASS DESIGNATION</b></td><td>Classified/Competitive</td></tr>
<tr><td><b>OCCUPATIONAL GROUP</b></td><td>(12)-Agriculture</td></tr>
<tr><td><b>EFFECTIVE DATE</b></td></tr><tr><td>05/12/2023</td></tr>
<tr><td>CLASS: 1234AR; EST: 1/2/1990; REV: 3/4/2020;</td></tr>
</table><p>Copyright &copy; 2024 A Vendor</p></body></html>"""

JOBAPS_LINES = """State of Connecticut Executive Branch
Orchard Inspector 2 (35 Hour) (1234AR)
$31.75-$41.17 Hourly / $2,222.42-$2,881.70 BiWeekly / $58,005.00-$75,212.00 Yearly

PURPOSE OF JOB CLASS (NATURE OF WORK)
In the Department of Orchards this class is accountable for inspecting orchards.

SUPERVISION RECEIVED
Works under the general supervision of an Orchard Supervisor.

EXAMPLES OF DUTIES
- Inspects orchards & nurseries;
- Writes reports;
- Performs related duties as required.

MINIMUM QUALIFICATIONS - GENERAL EXPERIENCE
Six (6) years of experience in “pomology” (see § 10-157).

JOB CLASS DESIGNATION
Classified/Competitive

OCCUPATIONAL GROUP
(12)-Agriculture

EFFECTIVE DATE
05/12/2023
CLASS: 1234AR; EST: 1/2/1990; REV: 3/4/2020;
"""


def page(html: str | bytes, name: str = "page.html") -> Document:
    (loaded,) = load_bytes(html.encode() if isinstance(html, str) else html, name)
    assert isinstance(loaded, Document), loaded
    return loaded


def body(inner: str) -> str:
    return page(f"<!DOCTYPE html><title>t</title><body>{inner}</body>").text


def test_a_class_page_gives_its_header_then_headings_and_bodies() -> None:
    assert page(JOBAPS).text == JOBAPS_LINES


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<h1>T</h1><h2>Duties</h2><p>Prunes.</p>", "T\nDuties\n\nPrunes.\n"),
        ("<p>One</p><p>Two</p>", "One\n\nTwo\n"),
        ("a<br>b<br><br>c", "a\nb\n\nc\n"),
        ("<div>short line</div><div>next</div>", "short line\nnext\n"),
        (f"<div>{LONG}</div><div>next</div>", f"{LONG}\n\nnext\n"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c\n"),
        ("<ol><li>a<li>b</ol>", "1. a\n2. b\n"),
        ('<ol start="3" type="a"><li>x<li value="7">y</ol>', "c. x\ng. y\n"),
        ('<ol type="i"><li>a<li>b<li>c<li>d</ol>', "i. a\nii. b\niii. c\niv. d\n"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "- a\n  b\n"),
        ("<dl><dt>Code</dt><dd>1234AR</dd></dl>", "Code\n1234AR\n"),
        ("<p>One&nbsp;&nbsp;(1)\n  year\u00ad&#8203;s</p>", "One (1) years\n"),
        ("1<sup>st</sup> level, <i>not</i> 2<sup>nd</sup>", "1st level, not 2nd\n"),
        ("<pre>  DUTIES\n\n  Prunes  trees\n</pre>", "  DUTIES\n\n  Prunes  trees\n"),
        ("<p>Must hold a <s>class 2</s><del>b</del> class 1 licence.</p>", "Must hold a class 1 licence.\n"),
        ("<p><b>NOTE:</b> For state employees.</p>", "NOTE:\nFor state employees.\n"),
        ("<p><b>PURPOSE OF CLASS</b>: In an agency.</p>", "PURPOSE OF CLASS:\nIn an agency.\n"),
        ("<p><b>MUST</b> possess a licence.</p>", "MUST possess a licence.\n"),
        ("<p>a</p><p><strong>Special Skills</strong></p><p>b</p>", "a\n\nSpecial Skills\n\nb\n"),
        ("<p>Uses &lt;tags&gt; &amp; &quot;quotes&quot;</p><!-- not this -->", 'Uses <tags> & "quotes"\n'),
        ("<p style='mso-list:l0'><span style='mso-list:Ignore'>\uf0b7<span> </span></span>Prunes</p>", "- Prunes\n"),
    ],
)
def test_blocks_become_lines(inner: str, text: str) -> None:
    assert body(inner) == text


@pytest.mark.parametrize(
    ("table", "text"),
    [
        (
            "<table><caption>Codes</caption><tr><th>Code</th><th>Old</th><th>Class</th></tr>"
            "<tr><td>0001AA</td><td></td><td>Pruner</td></tr><tr><td></td><td></td><td>Picker</td></tr></table>",
            "Codes\nCode | Old | Class\n0001AA | | Pruner\nPicker\n",
        ),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td></td></tr></table>", "a | b\nc\n"),
        (f"<table><tr><td>Short</td><td>{LONG}</td></tr></table>", f"Short\n{LONG}\n"),
        ("<table><tr><td><ul><li>a</ul></td><td>b</td></tr></table>", "- a\n\nb\n"),
        ("<table role=presentation><tr><td>a</td><td>b</td></tr></table>", "a\nb\n"),
        ("<table><tr><td><b>EEO</b></td><td>(1)-Officials</td></tr></table>", "EEO\n(1)-Officials\n"),
        ("<table><tr>stray<td>a</td><td>b</td></tr>late</table>", "stray\na | b\nlate\n"),
    ],
)
def test_tables_of_data_become_rows_and_others_blocks(table: str, text: str) -> None:
    assert body(table) == text


PROSE = "<p>In a state agency this class is accountable for pruning fruit trees all year round.</p>"


@pytest.mark.parametrize(
    "furniture",
    [
        NAVIGATION,
        "<nav>Menu</nav>",
        '<div role="navigation">Menu</div>',
        '<header><a href="/">Agency of Trees</a></header>',
        "<footer>Agency of Trees</footer>",
        '<div id="footer"><a href="/p">Privacy</a></div>',
        '<form><label>Search</label><input value="find"><button>Go</button></form>',
        "<script>Menu()</script><style>b {}</style><noscript>Enable scripts</noscript>",
        '<div style="display: none">Hidden words</div>',
        "<p hidden>Hidden words</p>",
        '<span class="sr-only">Hidden words</span>',
        "<div>Back to top</div><div>Updated: 6/3/2012</div><p>© 2024 Agency of Trees</p>",
        '<ul class="breadcrumb"><li><a href="/">Home</a></li><li>Here</li></ul>',
    ],
)
def test_furniture_goes_and_the_content_stays(furniture: str) -> None:
    clean = body(f"<h1>Pruner (0001AA)</h1>{PROSE}")
    assert body(f"{furniture}<h1>Pruner (0001AA)</h1>{PROSE}{furniture}") == clean
    assert body(f"{furniture}<main><h1>Pruner (0001AA)</h1>{PROSE}</main>{furniture}") == clean


@pytest.mark.parametrize(
    "html",
    [
        f"<form><h1>Pruner</h1>{PROSE}</form>",
        f'<div style="display:none"><h1>Pruner</h1>{PROSE}</div>',
        f"<header><h1>Pruner</h1>{PROSE}</header>",
        f'<div class="sidebar"><a href="x"></a><h1>Pruner</h1>{PROSE}</div>',
        f"<main></main><div><h1>Pruner</h1>{PROSE}</div>",
        f"<article><header><h1>Pruner</h1></header>{PROSE}</article>",
        f"<h1>Pruner</h1><main>{PROSE}</main>",
    ],
)
def test_what_holds_most_of_the_page_is_content_whatever_it_is_called(html: str) -> None:
    lines = body(html).split()
    assert lines[0] == "Pruner"
    assert lines[-1] == "round."


@pytest.mark.parametrize(
    "line",
    [
        "<p>(c) Ability to graft;</p>",
        "<p>Copyright law of the United States;</p>",
        "<p>Print shop work;</p>",
        '<ul><li><a href="1">Pruner 1 (0001AA)</a><li><a href="2">Pruner 2 (0002AA)</a>'
        '<li><a href="3">Pruner 3 (0003AA)</a><li><a href="4">Pruner 4 (0004AA)</a></ul>',
        '<div class="footer">CLASS: 0001AA; EST: 1/2/1990;</div>',
        '<div class="hidden-xs">EFFECTIVE DATE 1/2/1990</div>',
    ],
)
def test_content_that_resembles_furniture_stays(line: str) -> None:
    text = BeautifulSoup(line, "lxml").get_text(" ", strip=True)
    assert text.split()[-1] in body(PROSE + line + PROSE)


def test_the_page_title_with_the_code_stands_for_both_titles() -> None:
    outer = "<div><h1>Pruner (Trees) (6772)</h1></div>"
    inner = f"<div><h1>Pruner (Trees)</h1><h2>Definition</h2>{PROSE}</div>"
    assert body(outer + inner).startswith("Pruner (Trees) (6772)\nDefinition\n")
    assert body(f"{outer}<main>{inner}</main>").startswith("Pruner (Trees) (6772)\nDefinition\n")
    other = body(f"<h1>Agency of Trees</h1><main>{inner}</main>")
    assert other.startswith("Pruner (Trees)\nDefinition\n")


def test_hidden_text_of_some_length_is_spoken_of() -> None:
    hidden = f'<div style="display:none">{PROSE * 4}</div>'
    said = ("parts that the page hides (272 letters) were left out",)
    assert page(f"<body>{PROSE * 6}{hidden}</body>").notices == said
    assert page("<body><p>a <s>b</s></p></body>").notices == ("text that is struck out on the page was left out",)


@pytest.mark.parametrize(
    ("head", "codec"),
    [
        ('<meta charset="windows-1252">', "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">', "cp1252"),
        ('<meta charset="shift_jis">', "shift_jis"),
        ('<meta charset="utf-8">', "utf-8"),
        ('<meta charset="no-such-thing">', "utf-8"),
        ('<meta charset="iso-8859-1">', "utf-8"),
        ("", "utf-16"),
    ],
)
def test_the_declared_charset_counts_unless_the_bytes_belie_it(head: str, codec: str) -> None:
    said = "要件 カタカナ" if codec == "shift_jis" else "“résumé” § 5"
    assert said in page(f"<html><head>{head}</head><body><p>{said}</p></body></html>".encode(codec)).text


def test_utf8_that_is_declared_as_latin_is_read_as_utf8() -> None:
    html = '<html><head><meta charset="iso-8859-1"></head><body><p>résumé § 5</p></body></html>'
    assert page(html).text == "résumé § 5\n"
    assert page(html.encode("latin-1")).text == "résumé § 5\n"


def test_a_page_without_text_says_what_may_be_missing() -> None:
    (error,) = load_bytes(b"<html><body><div id=app></div><script>render()</script></body></html>", "x.html")
    assert isinstance(error, EmptyInput)
    assert "scripts" in error.reason


def test_a_page_named_text_is_read_as_a_page_and_text_named_html_as_text() -> None:
    loaded = page("<!DOCTYPE html><body><p>a</p><p>b</p></body>", "x.txt")
    assert loaded.text == "a\n\nb\n"
    assert loaded.notices == ("called a text file but holds a web page; read as that",)
    assert page("one line\n5 < 6\nanother\n", "x.html").text == "one line\n5 < 6\nanother\n"


def test_deeply_nested_and_unclosed_tags_lose_no_text() -> None:
    unclosed = "".join(f"<font><b>Heading {number}<p>text {number} of it" for number in range(1500))
    text = body(unclosed)
    assert all(f"text {number} of it" in text for number in range(1500))
    started = time.perf_counter()
    assert body("<div>" * 3000 + "deep") == "deep\n"
    assert time.perf_counter() - started < 5


def test_real_pages_give_their_content_and_nothing_else() -> None:
    folder = outside_data("calhr")
    pages = sorted(folder.glob("*.html"))
    assert len(pages) == 40
    chrome = re.compile(
        r"skip |main content|navigation|job seekers|about us|contact us|newsroom|copyright|back to top|javascript|"
        r"sign in|state employees$|updated:|facebook|conditions of use",
        re.IGNORECASE,
    )
    for loaded in load(pages[::8]):
        assert isinstance(loaded, Document), loaded
        soup = BeautifulSoup((folder / f"{loaded.name}.html").read_bytes(), "lxml")
        lines = loaded.text.splitlines()
        title = soup.find("h1")
        content = soup.select_one(".ms-rtestate-field")
        assert title is not None and content is not None
        assert lines[0] == " ".join(title.get_text().split())
        for heading in content.select("h2, h3"):
            assert " ".join(heading.get_text().split()) in lines
        assert not [line for line in lines if chrome.search(line) and len(line) < 60]
        marks = str.maketrans("", "", "|- \n\u200b")
        kept, whole = loaded.text.translate(marks), "".join(content.get_text().split()).translate(marks)
        assert len(whole) - 20 <= len(kept) <= len(whole) + 20
