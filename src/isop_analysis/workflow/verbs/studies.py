"""Verbs for a study before it runs: draft it, look at it, check it, freeze its plan."""

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from isop_analysis.workflow.verbs.asked import STUDY, Config, day_of, study_of


def check(config: Config = STUDY) -> NoReturn:
    """Say what a study's raw files hold and what is wrong.

    Takes seconds, and runs nothing.
    """
    from isop_analysis.steps.running import run_step
    from isop_analysis.study.crossrefs import crossref_problems

    raise typer.Exit(run_step(["check_study", "--config", str(config)], crossref_problems))


def lint(
    config: Config = STUDY,
    as_json: Annotated[bool, typer.Option("--json", help="Write all that was found as JSON.")] = False,
) -> None:
    """Say what others would miss before a study is shown to them.

    Ends with 1 where something must be mended. Works before a run; what looks at results waits for it.
    """
    from isop_analysis.lint import linting

    study = study_of(config)
    results = linting.lint(study)
    for line in [linting.as_json(study, results)] if as_json else linting.told(study, results):
        print(line)
    if linting.fails(results):
        raise typer.Exit(1)


def new(
    study: Annotated[
        str, typer.Argument(metavar="STUDY", help="Short name: lower case, digits, underscores.")
    ],
    files: Annotated[list[Path], typer.Argument(metavar="FILES...", help="Exports, register, consent file.")],
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Ask nothing; what can't be seen is left to fill in.")
    ] = False,
    closed: Annotated[
        list[str] | None,
        typer.Option(
            "--closed",
            metavar="COLUMN",
            help="The heading of a column whose texts are answers to choose from.",
        ),
    ] = None,
    wave: Annotated[
        bool, typer.Option("--wave", help="Add the next exports of a study that is there already.")
    ] = False,
) -> None:
    """Draft a new study from its exports.

    Copies the files to data/raw/STUDY, and writes config/STUDY and a codebook page: a first report in one
    sitting. Guesses are marked; who people are and what they agreed to is never guessed.
    """
    import datetime

    from isop_analysis.drafting.asking import Asking
    from isop_analysis.drafting.new_study import new_study
    from isop_analysis.drafting.next_wave import add_wave
    from isop_analysis.drafting.told import lines_of, lines_of_wave

    root, today = Path.cwd(), datetime.date.today()
    if wave:
        config = Path("config") / study / "config.yaml"
        lines = lines_of_wave(add_wave(config, files, today), config.as_posix())
    else:
        asking = Asking(None if yes else lambda question: str(typer.prompt(question)))
        lines = lines_of(new_study(root, study, files, asking, closed or [], today), root)
    for line in lines:
        print(line)


def codebook(
    config: Config = STUDY,
    raw: Annotated[bool, typer.Option("--raw", help="Of the answers as received, not as kept.")] = False,
) -> None:
    """Write the codebook page, for analysts alone.

    Per item and scale: wording, distribution, kinds of missing answers, reliability; and JSON-LD beside it.
    """
    from isop_analysis.drafting.codebook.writing import write_codebook

    study = study_of(config)
    for path in write_codebook(study, raw):
        print(path.relative_to(study.root).as_posix())


def manifest(config: Config = STUDY) -> None:
    """List the raw files, with their hashes.

    Writes MANIFEST.csv anew; instruments and waves that it knows are kept.
    """
    from isop_analysis.answers.manifest import MANIFEST, shown, write_manifest

    study = study_of(config)
    entries = write_manifest(study)
    print(f"{shown(study, MANIFEST)}: {len(entries)} files")
    for entry in entries:
        if not entry.instrument:
            print(f"fill in the instrument of {entry.file}")


def freeze(
    config: Config = STUDY,
    date: Annotated[
        str | None, typer.Option(metavar="DAY", help="Day of freezing, YYYY-MM-DD; today if absent.")
    ] = None,
    compare: Annotated[bool, typer.Option("--compare", help="Only say what differs from the plan.")] = False,
) -> None:
    """Freeze the plan, before the data are in.

    Hypotheses, the models that test them, their scales' scoring and cleaning; once.
    """
    from isop_analysis.study import registration

    day = day_of(date)
    study = study_of(config)
    if compare:
        print(registration.compare(study))
        return
    print(f"froze the plan in {registration.freeze(study, day)}; commit it")


def coded(
    config: Config = STUDY,
    with_scores: Annotated[
        bool,
        typer.Option("--with-scores", help="The coded texts with scores on their cases; coding is closed."),
    ] = False,
) -> None:
    """Write files for coders into data/restricted.

    The open answers that they are to code, without any score; or, once coding is closed, what they coded with
    people's scores and groups.
    """
    import datetime

    from isop_analysis.integration.coders_files import write_open_answers, write_with_scores

    study = study_of(config)
    files = write_with_scores(study, datetime.date.today()) if with_scores else write_open_answers(study)
    for one in files:
        people = f", people: {one.people}" if with_scores else ""
        print(f"wrote {one.path.relative_to(study.root)} (documents: {one.documents}{people})")
