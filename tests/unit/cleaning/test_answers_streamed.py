"""The two readings of the answers: what is counted, and that pieces make no difference."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from small_study import answers, make_study

from isop_analysis.cleaning.answer_chunks import read_chunks
from isop_analysis.cleaning.answer_tally import tally
from isop_analysis.cleaning.item_traits import item_traits
from isop_analysis.cleaning.kept_answers import KeptResponses, write_answers
from isop_analysis.contracts import by_name
from isop_analysis.contracts.table import conform
from isop_analysis.study import Study

CELLS: dict[int, list[float | None]] = {
    3: [1.0, 2.0, None, 7.0, 1.0],
    5: [4.0, 4.0, 4.0, 4.0, 2.0],
    9: [None, None, None, 3.0],
}


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return make_study(tmp_path)


def written(folder: Path, rows_a_group: int, *, dictionary: bool = True) -> Path:
    frame = conform(answers(CELLS), by_name("received_answers"))
    frame = frame if dictionary else frame.astype(dict.fromkeys(("instrument", "item", "answer_kind"), "str"))
    path = folder / f"answers_{rows_a_group}_{dictionary}.parquet"
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), path, row_group_size=rows_a_group)
    return path


@pytest.mark.parametrize("rows_a_group", [1, 4, 5, 100])
@pytest.mark.parametrize("dictionary", [True, False])
def test_counts_are_the_same_in_any_pieces(
    study: Study, tmp_path: Path, rows_a_group: int, dictionary: bool
) -> None:
    path = written(tmp_path, rows_a_group, dictionary=dictionary)
    counted = tally(read_chunks(path), np.array([3, 5, 9, 11]), item_traits(study))
    rows = counted.responses
    assert rows.index.tolist() == [3, 5, 9, 11]
    assert rows["items"].tolist() == [5, 5, 4, 0]
    assert rows["items_given"].tolist() == [4, 5, 1, 0]
    assert rows["scale_answered"].tolist() == [3, 4, 1, 0]
    assert rows["reversed_given"].tolist() == [1, 1, 0, 0]
    assert rows["straight_given"].tolist() == [2, 3, 1, 0]
    assert rows["lowest"].tolist() == [1.0, 4.0, 3.0, np.inf]
    assert rows["highest"].tolist() == [7.0, 4.0, 3.0, -np.inf]
    assert counted.attributes.index.tolist() == [0, 1]
    assert counted.outside[["response", "item", "answer"]].to_numpy().tolist() == [[3, "a4", 7.0]]
    assert counted.attributes["answer"].tolist() == [1.0, 2.0]


def test_the_kept_answers_are_the_same_in_any_pieces(study: Study, tmp_path: Path) -> None:
    responses = pd.DataFrame(
        {
            "response": [3, 9],
            "person": ["p", "q"],
            "team": ["T", "none"],
            "site": ["S", "none"],
            "wave": ["w0", "w1"],
        }
    )
    kept = KeptResponses.of(np.array([9, 3, 5]), responses)
    frames = []
    for size in (1, 4, 100):
        target = tmp_path / f"kept_{size}.parquet"
        rows = write_answers(written(tmp_path, size), target, kept, item_traits(study), mend=True)
        assert rows == 8
        frames.append(
            conform(pd.read_parquet(target), by_name("answers")).astype({"person": "str", "team": "str"})
        )
    whole = frames[-1]
    assert whole["response"].tolist() == [3] * 4 + [9] * 4
    assert whole["person"].tolist() == ["p"] * 4 + ["q"] * 4
    assert whole["answer"].tolist()[:2] == [1.0, 2.0]
    assert whole["answer_kind"].astype("str").tolist() == ["given", "given"] + ["skipped"] * 5 + ["given"]
    for frame in frames[:-1]:
        assert frame.astype("str").equals(whole.astype("str"))


def test_without_mending_a_cell_stays_as_it_is(study: Study, tmp_path: Path) -> None:
    responses = pd.DataFrame({"response": [3], "person": ["p"], "team": ["T"], "site": ["S"], "wave": ["w0"]})
    kept = KeptResponses.of(np.array([3, 5, 9]), responses)
    write_answers(written(tmp_path, 4), tmp_path / "kept.parquet", kept, item_traits(study), mend=False)
    assert pd.read_parquet(tmp_path / "kept.parquet")["answer"].tolist()[3] == 7.0


def test_answers_of_a_response_that_was_not_received_are_an_error(study: Study, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="received_answers holds response 5, received_responses doesn't"):
        tally(read_chunks(written(tmp_path, 100)), np.array([3, 9]), item_traits(study))
    with pytest.raises(ValueError, match="received_responses none; run import_answers again"):
        tally(read_chunks(written(tmp_path, 100)), np.array([], dtype=np.int64), item_traits(study))


def test_no_person_is_written_who_is_not_in_the_piece(study: Study, tmp_path: Path) -> None:
    names = [f"p{number}" for number in CELLS]
    responses = pd.DataFrame(
        {"response": list(CELLS), "person": names, "team": "T", "site": "S", "wave": "w0"}
    )
    kept = KeptResponses.of(np.array(list(CELLS)), responses)
    target = tmp_path / "kept.parquet"
    write_answers(written(tmp_path, 5), target, kept, item_traits(study), mend=True)
    with pq.ParquetFile(target) as file:
        people = [
            file.read_row_group(group).column("person").combine_chunks()
            for group in range(file.num_row_groups)
        ]
    assert [sorted(set(group.to_pylist())) for group in people] == [["p3"], ["p5"], ["p9"]]
    assert people[0].type == pa.dictionary(pa.int32(), pa.string())
