"""Files for coders, in the study's restricted folder: open answers to code, and scores once coding is closed.

Before coding they hold texts and no score: who knows how somebody answered codes their words by it.
"""

import datetime
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from isop_analysis.answers.spelling import folded
from isop_analysis.base.reasons import Refused
from isop_analysis.base.whole_files import write_whole
from isop_analysis.contracts import read_table
from isop_analysis.integration.talks import ANSWER
from isop_analysis.qualitative.for_coders import uncoded, with_people, without
from isop_analysis.qualitative.received_files import INDEPENDENT, read_projects
from isop_analysis.qualitative.writing import write
from isop_analysis.study.integration_settings import CONSENSUS, Coded
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.yaml_lines import Step, dotted

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.qualitative.project import Project
    from isop_analysis.study.study import Study

ANSWERS = "open_answers"
SCORED = {INDEPENDENT: "coded_with_scores.qdpx", CONSENSUS: "consensus_with_scores.qdpx"}
"""Files of the coders' projects with scores, and of the consensus."""
CREATED = datetime.datetime(1980, 1, 1)
LONGEST_CELL = 32_767
HEADINGS = ("document", "text", "code", "coder")


@dataclass(frozen=True)
class CodersFile:
    """A file that was written, and how many documents it holds."""

    path: Path
    documents: int
    people: int = 0


def write_open_answers(study: "Study") -> list[CodersFile]:
    """Write the open answers that may be coded as a project (.qdpx) and as a table (.xlsx), each by its name.

    Answers whose response was left out are not among them, and neither is any score. There is no table where
    an answer is longer than a cell of a workbook may be.

    Raises
    ------
    StudyError
        Where config names no open answers, or the study has not been cleaned yet.
    """
    coded = _coded(study)
    if study.integration is None or not coded.answers:
        message = "names no open answers; name the items that are to be coded"
        raise _refusal(study, ("coded", "answers"), message)
    texts = _kept_answers(study)
    path = study.restricted / f"{ANSWERS}.qdpx"
    write(uncoded(texts, study.integration), path, within=study.restricted)
    written = [path]
    if all(len(text) <= LONGEST_CELL for _, text in texts):
        write_whole(table := path.with_suffix(".xlsx"), _workbook(texts))
        written.append(table)
    return [CodersFile(one, len(texts)) for one in written]


def write_with_scores(study: "Study", today: datetime.date) -> list[CodersFile]:
    """Write what coders did, and their consensus, with a case a person: scores by occasion, groups, team.

    People and teams stand under pseudonyms; documents that cleaning left out are not in the file.

    Raises
    ------
    StudyError
        Where coding is not closed yet, no coders' file is named or one can't be read, or the study has not
        been scored yet.
    """
    coded = _coded(study)
    if not coded.files:
        raise _refusal(study, ("coded", "files"), "names no file; name those that coders gave back")
    _refuse_open(study, coded, today)
    documents, values = _documents(study), _values(study)
    projects, problems = read_projects(study, coded)
    if problems:
        raise StudyError(problems)
    return [_write_scored(study, coding, project, documents, values) for coding, project in projects.items()]


def _coded(study: "Study") -> Coded:
    if study.integration is None:
        document = study.config_part.document
        raise StudyError([Problem(document.file, "names no integration file; this study has no coded texts")])
    return study.integration.coded


def _refuse_open(study: "Study", coded: Coded, today: datetime.date) -> None:
    where: tuple[Step, ...] = ("coded", "closed")
    if coded.closed is False:
        message = (
            "coding is not closed, and scores would colour what coders see in a text; give the day on which "
            "it was closed"
        )
        raise _refusal(study, where, message)
    if isinstance(coded.closed, str) and coded.closed > today.isoformat():
        raise _refusal(study, where, f"coding is closed on {coded.closed}, which is to come; wait until then")


def _refusal(study: "Study", steps: tuple[Step, ...], message: str) -> StudyError:
    assert study.integration_part is not None
    document = study.integration_part.document
    return StudyError([Problem(document.file, message, document.line(steps), dotted(steps))])


def _read(study: "Study", name: str, folder: Path) -> "pd.DataFrame":
    try:
        return read_table(name, folder)
    except FileNotFoundError as error:
        raise StudyError([Problem(study.config_part.document.file, str(error))]) from None


def _documents(study: "Study") -> "pd.DataFrame":
    """Return the documents that cleaning kept, with the name that coders know (`name`, folded)."""
    documents = _read(study, "documents", study.processed)
    hidden = _read(study, "hidden_names", study.restricted)
    own = hidden[hidden["kind"].astype("str") == "document"]
    names = dict(zip(own["pseudonym"], own["name"].map(folded), strict=True))
    return documents.assign(name=documents["document"].map(names))


def _kept_answers(study: "Study") -> list[tuple[str, str]]:
    kept = set(_documents(study)["name"])
    received = _read(study, "received_documents", study.restricted)
    answers = received[received["kind"].astype("str") == ANSWER]
    texts = zip(answers["document"].astype("str"), answers["text"].astype("str"), strict=True)
    return sorted((name, text) for name, text in texts if folded(name) in kept)


def _workbook(texts: Sequence[tuple[str, str]]) -> bytes:
    """Return a workbook with a row a text; cells are texts, whatever sign they begin with."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": CREATED})
        sheet = book.add_worksheet("answers")
        for row, cells in enumerate([HEADINGS, *texts]):
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell)
    return buffer.getvalue()


def _values(study: "Study") -> "pd.DataFrame":
    """Return a row a person: groups of the study's attributes, and a column a scale × occasion.

    Who scored a scale more than once at an occasion, of two teams or cohorts, has the mean.
    """
    occasions = {wave.name: wave.occasion for wave in study.config.waves}
    scores = _read(study, "scale_scores", study.processed)
    scored = scores[scores["status"].astype("str") == "scored"]
    column = scored["scale"].astype("str") + " " + scored["wave"].astype("str").map(occasions)
    wide = scored.assign(column=column).pivot_table(index="person", columns="column", values="score")
    order = [f"{scale.name} {one}" for _, scale in study.scales for one in dict.fromkeys(occasions.values())]
    names = [one.name for one in study.config.attributes]
    persons = _read(study, "persons", study.processed).set_index("person")[names].astype("object")
    return persons.join(wide[[one for one in order if one in wide]], how="outer")


def _write_scored(
    study: "Study", coding: str, project: "Project", documents: "pd.DataFrame", values: "pd.DataFrame"
) -> CodersFile:
    spoken = documents[documents["person"].notna()]
    people = dict(zip(spoken["name"], spoken["person"], strict=True))
    here = {folded(name) for name in project.documents["document"]}
    teams = spoken.drop_duplicates("person").set_index("person")["team"]
    values = values.reindex(values.index.union(teams.index)).join(teams.astype("object"))
    try:
        kept = without(project, here - set(documents["name"]))
        scored = with_people(kept, people, values)
        path = write(scored, study.restricted / SCORED[coding], within=study.restricted)
    except Refused as refused:
        raise StudyError([Problem(SCORED[coding], str(refused))]) from None
    return CodersFile(path, len(scored.records.documents), len({people[one] for one in here & set(people)}))
