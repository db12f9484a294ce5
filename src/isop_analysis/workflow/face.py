"""``isop``: the one command that people type, with a verb for each thing they do."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from isop_analysis.base.last_guard import DISK_FULL, broke, is_disk_full
from isop_analysis.base.nearest import nearest
from isop_analysis.study.problems import StudyError

STUDY = Path("config/config.yaml")
# Typer's options and errors are told by their names: it carries its own copy of Click, or uses another one.
PASSED_ON = {"allow_extra_args": True, "ignore_unknown_options": True}

app = typer.Typer(
    name="isop",
    help="From raw exports to a report: look at a study, run it, keep its key, freeze its plan and releases.",
    rich_markup_mode=None,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
key = typer.Typer(
    help="Keep the key of the pseudonyms: make it once, back it up.",
    rich_markup_mode=None,
    no_args_is_help=True,
)
app.add_typer(key, name="key")

Config = Annotated[
    Path, typer.Option("--config", "--configfile", metavar="FILE", help="The study file.", show_default=True)
]
Backup = Annotated[Path, typer.Option("--file", metavar="FILE", help="Where the backup is, or is to be.")]


def main(arguments: Sequence[str]) -> int:
    """Do what a verb asks for; return the exit code, 2 for arguments that can't be understood."""
    command = typer.main.get_command(app)
    try:
        if unknown := unknown_verb(command, arguments):
            return _told([unknown], 2)
        return int(command.main(list(arguments), prog_name="isop", standalone_mode=False) or 0)
    except StudyError as error:
        return _told([str(problem) for problem in error.problems], 1)
    except (typer.Abort, KeyboardInterrupt):
        return 130
    except SystemExit:
        raise
    except BaseException as error:
        if is_disk_full(error):
            return _told([DISK_FULL], 1)
        if hasattr(error, "format_message"):
            return _usage(error)
        verb = next((name for name in arguments if not name.startswith("-")), "isop")
        return _told([f"isop {verb} {broke(error, Path('logs'), verb)}"], 1)


def unknown_verb(command: Any, arguments: Sequence[str]) -> str | None:
    """Return a sentence on the first verb that isn't one; None where all are."""
    asked = "isop"
    for name in arguments:
        if name.startswith("-") or not hasattr(command, "commands"):
            return None
        if name not in command.commands:
            return _unknown(asked, "verb", name, list(command.commands))
        asked, command = f"{asked} {name}", command.commands[name]
    return None


def _usage(error: Any) -> int:
    """Tell in a sentence what can't be understood; a verb that was asked for nothing shows its help."""
    if type(error).__name__ == "NoArgsIsHelpError":
        print(error.ctx.get_help())
        return 0
    asked = error.ctx.command_path if error.ctx is not None else "isop"
    if type(error).__name__ == "NoSuchOption":
        known = [name for one in error.ctx.command.params for name in one.opts if not one.hidden]
        return _told([_unknown(asked, "option", error.option_name, [*known, "--help"])], 2)
    sentence = " ".join((error.message or error.format_message()).split()).rstrip(".")
    return _told([f"{asked}: {sentence[0].lower()}{sentence[1:]}"], 2)


def _unknown(asked: str, what: str, name: str, known: Sequence[str]) -> str:
    near = nearest(name, known)
    return f"{asked}: unknown {what} '{name}'; " + (
        f"did you mean '{near}'?" if near else f"there are {', '.join(known)}"
    )


def _told(sentences: Sequence[str], code: int) -> int:
    for sentence in sentences:
        print(f"ERROR {sentence}", file=sys.stderr)
    return code


@app.command()
def check(config: Config = STUDY) -> NoReturn:
    """Say what a study's raw files hold and what is wrong.

    Takes seconds, and runs nothing.
    """
    from isop_analysis.steps.running import run_step
    from isop_analysis.study.crossrefs import crossref_problems

    raise typer.Exit(run_step(["check_study", "--config", str(config)], crossref_problems))


@app.command()
def lint(
    config: Config = STUDY,
    as_json: Annotated[bool, typer.Option("--json", help="Write all that was found as JSON.")] = False,
) -> None:
    """Say what others would miss before a study is shown to them.

    Ends with 1 where something must be mended. Works before a run; what looks at results waits for it.
    """
    from isop_analysis.lint import linting

    study = _study(config)
    results = linting.lint(study)
    for line in [linting.as_json(study, results)] if as_json else linting.told(study, results):
        print(line)
    if linting.fails(results):
        raise typer.Exit(1)


@app.command(context_settings=PASSED_ON)
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


@app.command()
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


@app.command()
def codebook(
    config: Config = STUDY,
    raw: Annotated[bool, typer.Option("--raw", help="Of the answers as received, not as kept.")] = False,
) -> None:
    """Write the codebook page, for analysts alone.

    Per item and scale: wording, distribution, kinds of missing answers, reliability; and JSON-LD beside it.
    """
    from isop_analysis.drafting.codebook.writing import write_codebook

    study = _study(config)
    for path in write_codebook(study, raw):
        print(path.relative_to(study.root).as_posix())


@app.command()
def manifest(config: Config = STUDY) -> None:
    """List the raw files, with their hashes.

    Writes MANIFEST.csv anew; instruments and waves that it knows are kept.
    """
    from isop_analysis.answers.manifest import MANIFEST, shown, write_manifest
    from isop_analysis.study.loading import load

    study = load(config)
    entries = write_manifest(study)
    print(f"{shown(study, MANIFEST)}: {len(entries)} files")
    for entry in entries:
        if not entry.instrument:
            print(f"fill in the instrument of {entry.file}")


@app.command()
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
    from isop_analysis.study.loading import load

    day = _day(date)
    study = load(config)
    if compare:
        print(registration.compare(study))
        return
    print(f"froze the plan in {registration.freeze(study, day)}; commit it")


@app.command()
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

    study = _study(config)
    verify(read_finished(study.build))
    found = freeze_release(study, to, _day(date))
    print(f"froze releases/{study.name}/{found.name}: {len(found.files)} files, {found.people} people")


@app.command()
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
    for line in verified(folder, _study(needed) if needed else None, key, rerun):
        print(line)


@app.command()
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

    for line in compared_lines(_study(config), then, to, then_config):
        print(line)


@app.command()
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

    study = _study(config)
    files = write_with_scores(study, datetime.date.today()) if with_scores else write_open_answers(study)
    for one in files:
        people = f", people: {one.people}" if with_scores else ""
        print(f"wrote {one.path.relative_to(study.root)} (documents: {one.documents}{people})")


@app.command()
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
    study = _study(config)
    if analyst:
        from isop_analysis.exports.analyst import export_analyst

        print(f"wrote {export_analyst(study, to)}; it holds rows of people")
    if figures:
        from isop_analysis.exports.pictures import export_figures, pictures_of

        print(f"wrote {len(export_figures(study))} figures below {pictures_of(study)}")


def _day(date: str | None) -> str:
    import datetime

    try:
        return (datetime.date.fromisoformat(date) if date else datetime.date.today()).isoformat()
    except ValueError:
        raise typer.BadParameter(f"'{date}' is no day; expected YYYY-MM-DD") from None


@key.command("make")
def key_make(config: Config = STUDY) -> None:
    """Make the key, once.

    Writes the key file (32 random bytes) and the study's lock file with its fingerprint.
    """
    from isop_analysis.cleaning.key import key_path, make
    from isop_analysis.cleaning.lock import read_lock

    study = _study(config)
    made = make(study)
    print(f"made the key {made}; wrote {key_path(study).resolve()} and {read_lock(study).path}; back it up")


@key.command("fingerprint")
def key_fingerprint(config: Config = STUDY) -> None:
    """Print the key's fingerprint.

    Records it where the study has no lock file yet.
    """
    from isop_analysis.cleaning.key import record

    print(record(_study(config)))


@key.command("backup")
def key_backup(file: Backup, config: Config = STUDY) -> None:
    """Copy the key to a file that only its owner can read."""
    from isop_analysis.cleaning.key import backup

    backup(_study(config), file)
    print(f"copied the key to {file}")


@key.command("restore")
def key_restore(file: Backup, config: Config = STUDY) -> None:
    """Put the key of a backup back.

    Refused unless it is the study's.
    """
    from isop_analysis.cleaning.key import record, restore

    study = _study(config)
    restore(study, file)
    print(f"restored the key {record(study)}")


@key.command("destroy")
def key_destroy(
    config: Config = STUDY, yes: Annotated[bool, typer.Option("--yes", help="Really destroy it.")] = False
) -> None:
    """Overwrite and delete the key.

    No new answer can ever be linked to an earlier one.
    """
    from isop_analysis.cleaning.key import destroy

    if not yes:
        raise typer.BadParameter("destroy can't be undone; add --yes")
    destroy(_study(config))
    print("destroyed the key; delete its backups and data/restricted too")


def _study(config: Path):  # type: ignore[no-untyped-def]
    from isop_analysis.study.loading import load

    return load(config)
