"""Lists to mask by, decisions on what is doubtful, approvals of quotes: read, or refused in a sentence."""

from pathlib import Path

import pytest
from exported_study import CONFIG, Exported

INTEGRATION = """
coded: {files: [a.csv], documents: {file: documents.csv}, codebook: "1"}
themes: [{name: roles, title: {nl: r, en: r}}]
codes: [{name: clear, theme: roles, title: {nl: helder, en: clear}}]
masking: {names: [names.txt], schools: [schools.txt], decisions: decided.csv}
quotes: {approved: approved.csv}
"""
CONSENT = """
integration: integration.yaml
consent: {file: consent.csv, email: e-mail, token: null, self_code: code, date: datum, withdrawn: null,
          purposes: {survey: s, interview: i, quoting: q}}
"""
FILES = {
    "plain.csv": "a1,a2,years,wish,meets\n4,4,3,,\n",
    "consent.csv": "e-mail;code;datum;s;i;q\nan@x.nl;c1;2024-09-01;ja;ja;ja\n",
    "a.csv": "document;code;coder;text\nTalk;clear;k;words\n",
    "documents.csv": "document;kind;person;team\nTalk;interview;an@x.nl;\n",
    "names.txt": "\ufeff# people\nSanne  van der Berg\n\nMo'ad\n",
    "schools.txt": "De Regenboog\n",
    "decided.csv": "doubtful;kind;words;decision\nd1;name;Jouke;Masker\nd2;health;adhd;keep\nd3;name;Roos;\n",
    "approved.csv": "quote,text,approved,by,date\nq1,“a”,ja,A.B.,28-08-2025\nq2,,NO,abc,2025-08-29\nq3,,,,\n",
}
RAW = "data/raw/small"


def make(root: Path, **files: str) -> Exported:
    study = Exported.make(root, config=CONFIG + CONSENT)
    (root / "config" / "integration.yaml").write_text(INTEGRATION, encoding="utf-8")
    for name, text in {**FILES, **{name.replace("__", "."): text for name, text in files.items()}}.items():
        study.file(name, text)
    return study


def test_lists_decisions_and_approvals_are_read(tmp_path: Path) -> None:
    study = make(tmp_path)
    study.run()
    entries = study.table("masking_entries").astype("str").values.tolist()
    assert entries == [["names", "Sanne van der Berg"], ["names", "Mo'ad"], ["schools", "De Regenboog"]]
    # A row without a decision is open, as in the list that the run writes.
    decisions = study.table("masking_decisions").astype({"decision": "str"})
    assert decisions.values.tolist() == [["d1", "mask", 2], ["d2", "keep", 3]]
    assert study.table("quote_approvals").values.tolist() == [
        ["q1", True, "A.B.", "2025-08-28", 2],
        ["q2", False, "abc", "2025-08-29", 3],
    ]


def test_the_texts_are_kept_for_masking_in_restricted(tmp_path: Path) -> None:
    study = make(tmp_path)
    study.run()
    assert study.table("received_texts").astype("str").values.tolist() == [["Talk", "independent", "words"]]


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("names__txt", "# nobody\n\n", "names.txt: holds no name; write a name a line, or take it away"),
        (
            "decided__csv",
            "doubtful;decision\nd1;maskk\n",
            "decided.csv:2: column 'decision' holds 'maskk'; expected 'mask', 'masker', 'keep', 'behoud'",
        ),
        (
            "decided__csv",
            "doubtful;decision\nd1;Jan Jansen\n",
            "decided.csv:2: column 'decision' holds a text of 10 characters; expected 'mask', 'masker', "
            "'keep', 'behoud'",
        ),
        (
            "decided__csv",
            "doubtful;decision\nd1;mask\nd1;keep\n",
            "decided.csv:3: its id stands in row 2 too; keep one",
        ),
        (
            "decided__csv",
            "doubtful;decision\n;mask\n",
            "decided.csv:2: column 'doubtful' is empty; copy the id from the list of the last run",
        ),
        (
            "decided__csv",
            "doubtful;besluit\nd1;mask\n",
            "decided.csv: column 'decision' is missing; none of the 2 other headings is like it",
        ),
        (
            "approved__csv",
            "quote,approved,by,date\nq1,maybe,A.B.,2025-08-28\n",
            "approved.csv:2: column 'approved' holds a text of 5 characters; expected 'yes', 'ja', 'no', "
            "'nee'",
        ),
        (
            "approved__csv",
            "quote,approved,by,date\nq1,yes,,2025-08-28\n",
            "approved.csv:2: column 'by' holds no initials (a text of 0 characters); write who approved, as "
            "A.B.",
        ),
        (
            "approved__csv",
            "quote,approved,by,date\nq1,yes,Sanne van der Berg,2025-08-28\n",
            "approved.csv:2: column 'by' holds no initials (a text of 18 characters); write who approved, as "
            "A.B.",
        ),
        (
            "approved__csv",
            "quote,approved,by,date\nq1,yes,A.B.,31-02-2025\n",
            "approved.csv:2: column 'date' holds no date (a number of 8 digits); write it as 2024-09-30",
        ),
        (
            "approved__csv",
            "quote,approved,by,date\nq1,yes,A.B.,2025-08-28\nq1,no,A.B.,2025-08-29\n",
            "approved.csv:3: its id stands in row 2 too; keep one",
        ),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(tmp_path: Path, file: str, text: str, said: str) -> None:
    assert make(tmp_path, **{file: text}).problems() == [f"{RAW}/{said}"]


def test_a_list_that_is_missing_or_no_utf8_is_refused(tmp_path: Path) -> None:
    study = make(tmp_path)
    (study.raw / "schools.txt").unlink()
    (study.raw / "names.txt").write_bytes("Zoë\n".encode("cp1252"))
    assert study.problems() == [
        f"{RAW}/names.txt: is not UTF-8; save it as UTF-8 text, a name a line",
        f"{RAW}/schools.txt: file is missing; put it there or correct the config",
    ]


def test_check_says_how_many_documents_a_no_to_quoting_costs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from isop_analysis.steps import check_study

    study = make(tmp_path, consent__csv=FILES["consent.csv"].replace("ja;ja;ja", "ja;ja;nee"))
    study.manifest()
    check_study.run(study.load())
    assert "no to quoting: 1 people; not quoted: 1 documents\n" in capsys.readouterr().out


def test_the_manifest_knows_what_the_files_are(tmp_path: Path) -> None:
    study = make(tmp_path)
    study.manifest()
    listed = (study.raw / "MANIFEST.csv").read_text(encoding="utf-8").splitlines()[1:]
    kinds = {row.split(",")[0]: row.split(",")[2] for row in listed}
    masked_by = ("names.txt", "schools.txt", "decided.csv")
    assert {kinds[one] for one in masked_by} == {"masking"}
    assert kinds["approved.csv"] == "quotes"
