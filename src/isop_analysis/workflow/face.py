"""``isop``: the one command that people type, with a verb for each thing they do."""

from collections.abc import Sequence
from pathlib import Path

import typer

from isop_analysis.base.last_guard import DISK_FULL, broke, is_disk_full
from isop_analysis.study.problems import StudyError
from isop_analysis.workflow.verbs import keys, runs, studies
from isop_analysis.workflow.verbs.misused import tell, unknown_verb, usage

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

# In the order in which help lists them.
app.command()(studies.check)
app.command()(studies.lint)
app.command(context_settings=PASSED_ON)(runs.run)
app.command()(studies.new)
app.command()(studies.codebook)
app.command()(studies.manifest)
app.command()(studies.freeze)
app.command()(runs.release)
app.command()(runs.verify)
app.command()(runs.compare)
app.command()(studies.coded)
app.command()(runs.export)
key.command("make")(keys.make_key)
key.command("fingerprint")(keys.tell_fingerprint)
key.command("backup")(keys.back_up)
key.command("restore")(keys.put_back)
key.command("destroy")(keys.destroy_key)


def main(arguments: Sequence[str]) -> int:
    """Do what a verb asks for; return the exit code, 2 for arguments that can't be understood."""
    command = typer.main.get_command(app)
    try:
        if unknown := unknown_verb(command, arguments):
            return tell([unknown], 2)
        return int(command.main(list(arguments), prog_name="isop", standalone_mode=False) or 0)
    except StudyError as error:
        return tell([str(problem) for problem in error.problems], 1)
    except (typer.Abort, KeyboardInterrupt):
        return 130
    except SystemExit:
        raise
    except BaseException as error:
        if is_disk_full(error):
            return tell([DISK_FULL], 1)
        if hasattr(error, "format_message"):
            return usage(error)
        verb = next((name for name in arguments if not name.startswith("-")), "isop")
        return tell([f"isop {verb} {broke(error, Path('logs'), verb)}"], 1)
