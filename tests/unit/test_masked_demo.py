"""What masking found of the names planted in the demo's talks, and what its quotes hold."""

import pandas as pd
import pytest
from demo_study import Demo

from isop_analysis.contracts import read_table
from isop_analysis.contracts.published_files import read_published


@pytest.fixture
def demo(demo_run: Demo) -> Demo:
    return demo_run


def restricted(demo: Demo, name: str) -> pd.DataFrame:
    return read_table(name, demo.study.restricted)


def planted(demo: Demo) -> pd.DataFrame:
    """What was planted in the talks that were masked, under their pseudonyms."""
    hidden = restricted(demo, "hidden_names")
    own = hidden[hidden["kind"].astype("str") == "document"]
    names = dict(zip(own["name"], own["pseudonym"], strict=True))
    rows = pd.DataFrame(demo.truth["planted"])
    rows = rows.assign(document=rows["document"].map(names)).dropna(subset=["document"])
    return rows[rows["document"].isin(restricted(demo, "masked_texts")["document"])]


def places(rows: pd.DataFrame, start: str, length: pd.Series) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for document, first, size in zip(rows["document"], rows[start], length, strict=True):
        found.setdefault(str(document), set()).update(range(int(first), int(first + size)))
    return found


def test_nearly_all_that_was_planted_is_masked_and_hardly_anything_else(demo: Demo) -> None:
    """Letters and digits: recall of what was planted, and precision of maskings that touch something."""
    own, log = planted(demo), restricted(demo, "masking_log")
    texts = restricted(demo, "received_texts").drop_duplicates("document").set_index("document")["text"]
    hidden = restricted(demo, "hidden_names").set_index("pseudonym")["name"]
    masked = places(log, "offset", log["length"])
    true = places(own, "start", own["end"] - own["start"])
    whole = [
        all(at in masked.get(document, ()) for at in range(start, end) if text[at].isalnum())
        for document, start, end in own[["document", "start", "end"]].itertuples(index=False, name=None)
        for text in [texts[hidden[document]]]
    ]
    kinds = own["kind"].value_counts()
    assert kinds["name"] > 80
    assert set(kinds.index) >= {"name", "place", "school", "phone", "email", "address"}
    assert sum(whole) / len(whole) >= 0.98
    touching = [
        bool(true.get(document, set()) & set(range(offset, offset + length)))
        for document, offset, length in log[["document", "offset", "length"]].itertuples(
            index=False, name=None
        )
    ]
    assert sum(touching) / len(touching) >= 0.98


def test_the_log_and_processed_tables_hold_no_word_that_was_masked(demo: Demo) -> None:
    names = {name for one in demo.population.persons for name in one.identity.name.split()}
    words = set(restricted(demo, "masking_log").astype("str").to_numpy().flat)
    assert not words & names
    quotes = demo.study.table("quotes")
    assert len(quotes) == 7
    said = {word.strip(".,;'") for text in quotes["text"] for word in text.split()}
    assert not said & names
    assert not {"document", "text"} & set(demo.study.table("masking").columns)


def test_masking_says_how_it_was_done_and_what_is_open(demo: Demo) -> None:
    (facts,) = demo.study.table("masking").to_dict("records")
    doubtful = restricted(demo, "masking_doubtful").astype({"decision": "str"})
    assert (facts["deduce"], facts["searched"]) == (False, False)
    assert facts["documents"] == len(restricted(demo, "masked_texts")) == 104
    assert facts["doubtful"] == len(doubtful)
    decided = doubtful[doubtful["decision"].isin(["mask", "keep"])]
    assert sorted(decided["decision"]) == ["keep", "mask"]
    assert set(decided["kind"]) == {"health"}
    assert facts["undecided"] == len(doubtful) - 2
    lines = (demo.study.restricted / "masking_doubtful.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "doubtful;kind;words;context;decision"
    assert len(lines) == len(doubtful) + 1


def test_segments_lie_on_the_same_words_and_none_with_something_open_is_offered(demo: Demo) -> None:
    texts = restricted(demo, "masked_texts").set_index("document")["text"]
    segments = restricted(demo, "masked_segments")
    passages = {
        segment: texts[document][start:end]
        for segment, document, start, end in segments[["segment", "document", "start", "end"]].itertuples(
            index=False, name=None
        )
    }
    assert all(one == one.strip() and one[-1] in ".!?" for one in passages.values())
    assert sum("[naam]" in one for one in passages.values()) >= 10
    undecided = segments[segments["undecided"] > 0]
    assert all("dyslexie" in passages[one] for one in undecided["segment"])
    offered = restricted(demo, "quote_candidates")
    words = set(offered["text"])
    assert not any(" ".join(passages[one].split()) in words for one in undecided["segment"])
    assert len(undecided) >= 5


def test_quotes_are_of_different_people_who_agreed_and_of_codes_that_coders_agree_on(demo: Demo) -> None:
    quotes = demo.study.table("quotes").astype({"code": "str"})
    assert quotes["person"].is_unique
    assert set(quotes["document"]) <= set(demo.study.table("quote_consents")["document"])
    agreement = demo.study.table("coder_agreement").astype({"code": "str"})
    assert not set(quotes["code"]) & set(agreement.loc[agreement["below"], "code"])
    offered = restricted(demo, "quote_candidates").astype({"code": "str"})
    assert offered["code"].value_counts().max() == 2
    # One was not approved, and another stands in its place.
    approvals = restricted(demo, "quote_approvals")
    refused = approvals.loc[~approvals["approved"].astype("bool"), "quote"]
    assert not set(refused) & set(offered["quote"])
    assert (offered["code"] == "shares_with_colleagues").sum() == 2


def test_readers_get_the_words_and_nothing_of_whose_they_are(demo: Demo) -> None:
    told = read_published("quotes", demo.study.published)
    assert list(told.columns) == ["place", "theme", "code", "role", "language", "text"]
    assert told["place"].tolist() == list(range(1, 8))
    assert set(told["text"]) == set(demo.study.table("quotes")["text"])
    sheets = [path.read_text(encoding="utf-8") for path in demo.study.sheets.rglob("*.csv")]
    assert not any(text in sheet for text in told["text"] for sheet in sheets)
