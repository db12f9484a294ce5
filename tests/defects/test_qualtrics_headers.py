"""How many rows of a Qualtrics export are header shows in their cells, whatever columns are called."""

from collections.abc import Callable

import pytest
from exported_study import Exported

HEAD = "Respons,StartDatum,QID5_1,QID5_7,QID6_TEXT,QID9_TEXT,QID8_1,QID8_2,QID8_3\n"
TEXTS = "Id,Start,Ik ken de taken.,Ik overleg.,Jaren?,Wens,Met wie? 1,Met wie? 2,Met wie? 3\n"


@pytest.mark.parametrize("texts", ["", TEXTS])
@pytest.mark.parametrize("first", ["R_3fXk29dLm4Qa1Zt,", "1,2024-10-01 09:00:00", "an@example.org,"])
def test_the_first_response_is_no_row_of_texts(study: Exported, texts: str, first: str) -> None:
    rows = "".join(f"{first},{answer},4,3,,1,,\n" for answer in (4, 5))
    study.file("scan.csv", HEAD + texts + rows)
    study.run()
    assert study.answers()["a1"] == [4.0, 5.0]


def test_a_header_alone_has_no_answers(said_of: Callable[..., list[str]]) -> None:
    assert said_of(HEAD, "scan.csv") == [
        "data/raw/small/scan.csv: has a header but no answers; export it again, or take it away from the raw "
        "folder"
    ]


def test_a_header_row_with_a_cell_fewer_is_told(said_of: Callable[..., list[str]]) -> None:
    row = "1.2024-10-01 09:00:00,4,4,3,,1,,\n"
    assert said_of(HEAD + row + "2,2024-10-02 09:00:00,4,4,3,,1,,\n", "scan.csv") == [
        "data/raw/small/scan.csv:2: has 8 cells where the header has 9; export the file again"
    ]


@pytest.mark.parametrize("first", ["R_3fXk29dLm4Qa1Zt,", "1,2024-10-01 09:00:00", "an@example.org,"])
def test_a_response_above_the_header_is_told(said_of: Callable[..., list[str]], first: str) -> None:
    row = f"{first},4,4,3,,1,,\n"
    ids = ",".join('"{""ImportId"":""' + own + '""}"' for own in HEAD.strip().split(",")) + "\n"
    for header in (HEAD, HEAD + ids):
        assert said_of(row + header + row, "scan.csv") == [
            "data/raw/small/scan.csv:1: holds a response where the header was expected; put the header "
            "first, or export the file again"
        ]
