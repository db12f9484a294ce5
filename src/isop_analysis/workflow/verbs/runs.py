"""Verbs for a run and what came of it: make it, give it out, verify it, compare it, take data from it."""

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from isop_analysis.workflow.verbs.asked import STUDY, Config, day_of, study_of


def run(
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option("--config", "--configfile", metavar="FILE", help="The study file, if not the demo's."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help="Only say which steps would run.")] = False,
    cores: Annotated[
        str | None, typer.Option("--cores", "-c", metavar="N", help="Cores to use, if not all.")
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show what Snakemake says.")] = False,
    preparing: Annotated[bool, typer.Option("--preparing", hidden=True)] = False,
) -> NoReturn:
    """Run what is not up to date.

    From the raw exports to the report. Targets and further options are Snakemake's.
    """
    from isop_analysis.workflow.running import Asked, run_line

    asked = Asked(config, dry_run, cores, verbose, preparing, tuple(context.args))
    raise typer.Exit(run_line(asked))


def release(
    to: Annotated[str, typer.Option("--to", metavar="WHOM", help="Who gets it: a school, the funder.")],
    config: Config = STUDY,
    date: Annotated[
        str | None, typer.Option(metavar="DAY", help="Day of giving it out, YYYY-MM-DD; today if absent.")
    ] = None,
) -> None:
    """Freeze what is given out.

    Copies published tables and reports into releases/; later runs keep from telling what would show single
    people beside it.
    """
    from isop_analysis.audit.verify import read_finished, verify
    from isop_analysis.publish.releasing import release as freeze_release

    study = study_of(config)
    verify(read_finished(study.build))
    found = freeze_release(study, to, day_of(date))
    print(f"froze releases/{study.name}/{found.name}: {len(found.files)} files, {found.people} people")


def verify(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A build folder, a release, or a copy.")],
    config: Annotated[
        Path | None,
        typer.Option("--config", "--configfile", metavar="FILE", help="The study that it should be of."),
    ] = None,
    key: Annotated[
        bool, typer.Option("--key", help="Hold keyed hashes to the data here, by the study's key.")
    ] = False,
    rerun: Annotated[
        bool, typer.Option("--rerun", help="Run the study again elsewhere, and compare byte by byte.")
    ] = False,
) -> None:
    """Check that a finished folder is as it was made.

    Against its own hashes and its crate; needs nothing else. With the data here it can be run again.
    """
    from isop_analysis.workflow.verifying import verified

    needed = config or (STUDY if key or rerun else None)
    for line in verified(folder, study_of(needed) if needed else None, key, rerun):
        print(line)


def compare(
    then: Annotated[
        str, typer.Argument(metavar="THEN", help="A release's name, or a folder with published tables.")
    ],
    config: Config = STUDY,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FOLDER", help="Where the page goes, if not to reports/.")
    ] = None,
    then_config: Annotated[
        Path | None,
        typer.Option("--then-config", metavar="FILE", help="The study file of then: can it be read still?"),
    ] = None,
) -> None:
    """Say what changed since a release, and why.

    Each answer, sentence and published number, with what may have changed it: a page and a CSV.
    """
    from isop_analysis.workflow.comparison import compared_lines

    for line in compared_lines(study_of(config), then, to, then_config):
        print(line)


def export(
    config: Config = STUDY,
    analyst: Annotated[
        bool,
        typer.Option("--analyst", help="Rows of people for SPSS and R; for analysts alone."),
    ] = False,
    figures: Annotated[
        bool, typer.Option("--figures", help="The report's figures as PNG of 300 dots per inch, for readers.")
    ] = False,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FOLDER", help="Where an analyst's export goes instead.")
    ] = None,
) -> None:
    """Write data and figures for other programs.

    Analysts' data go to data/processed/STUDY/export, where nobody else gets them; figures to
    reports/pictures/STUDY, outside the folder that readers get.
    """
    if not (analyst or figures):
        raise typer.BadParameter("say what to export: --analyst, --figures, or both")
    if to is not None and not analyst:
        raise typer.BadParameter("--to says where an analyst's export goes; add --analyst")
    study = study_of(config)
    if analyst:
        from isop_analysis.exports.analyst import export_analyst

        print(f"wrote {export_analyst(study, to)}; it holds rows of people")
    if figures:
        from isop_analysis.exports.pictures import export_figures, pictures_of

        print(f"wrote {len(export_figures(study))} figures below {pictures_of(study)}")
