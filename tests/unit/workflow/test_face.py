import subprocess
import sys
from pathlib import Path

import pytest

from isop_analysis.__main__ import main
from isop_analysis.workflow.running import Asked

VERBS = ("new", "codebook", "check", "lint", "run", "manifest", "freeze", "verify", "export", "key")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("chek", "ERROR isop: unknown verb 'chek'; did you mean 'check'?"),
        (
            "xyz",
            "ERROR isop: unknown verb 'xyz'; there are check, lint, run, new, codebook, manifest, freeze, "
            "release, verify, compare, coded, export, key",
        ),
        ("key mak", "ERROR isop key: unknown verb 'mak'; did you mean 'make'?"),
        ("check --confg x", "ERROR isop check: unknown option '--confg'; did you mean '--config'?"),
        ("run --confg x", "ERROR isop run: unknown option '--confg'; did you mean '--config'?"),
        ("run chek_study", "ERROR isop run: unknown step 'chek_study'; did you mean 'check_study'?"),
        ("run --forcal", "ERROR isop run: unknown option '--forcal'; did you mean '--forceall'?"),
        ("key backup", "ERROR isop key backup: missing option '--file'"),
        ("key destroy", "ERROR isop key destroy: destroy can't be undone; add --yes"),
        ("export", "ERROR isop export: say what to export: --analyst, --figures, or both"),
        (
            "export --figures --to x",
            "ERROR isop export: --to says where an analyst's export goes; add --analyst",
        ),
        ("freeze --date 1-9-2025", "ERROR isop freeze: '1-9-2025' is no day; expected YYYY-MM-DD"),
    ],
)
def test_what_cant_be_understood_is_told_in_a_sentence(
    arguments: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments.split()) == 2
    assert capsys.readouterr().err == f"{sentence}\n"


@pytest.mark.parametrize("arguments", [[], ["--help"]])
def test_help_names_every_verb(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("Usage: isop [OPTIONS] COMMAND [ARGS]...")
    for verb in VERBS:
        assert f"\n  {verb} " in printed


def test_completion_is_offered() -> None:
    own = {"_ISOP_COMPLETE": "complete_bash", "COMP_WORDS": "isop ma", "COMP_CWORD": "1", "PATH": "/"}
    command = [sys.executable, "-m", "isop_analysis"]
    done = subprocess.run(command, env=own, text=True, capture_output=True)
    assert done.stdout.split() == ["manifest"]


@pytest.mark.parametrize("verb", ["run", "manifest", "freeze", "key make", "key fingerprint"])
def test_a_missing_study_file_is_told(
    verb: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([*verb.split(), "--config", "nix.yaml"]) == 1
    assert capsys.readouterr().err == "ERROR nix.yaml: file is missing; create it or correct the path\n"


def test_a_slip_in_the_study_file_is_told_before_snakemake_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.yaml").write_text("a: [1\nb: 2\n")
    assert main(["run", "--configfile=bad.yaml"]) == 1
    assert capsys.readouterr().err == (
        "ERROR bad.yaml:2: is no valid YAML: expected ',' or ']', but got ':'\n"
    )


@pytest.mark.parametrize(
    ("asked", "arguments"),
    [
        (Asked(), ["--quiet", "all"]),
        (Asked(verbose=True, more=("--until", "fit_models")), ["--until", "fit_models"]),
        (
            Asked(Path("a.yaml"), dry_run=True, cores="2", more=("check_study", "--forceall")),
            [
                "check_study",
                "--forceall",
                "--configfile",
                "a.yaml",
                "--dry-run",
                "--cores",
                "2",
                "--quiet",
                "all",
            ],
        ),
    ],
)
def test_snakemake_gets_what_was_asked(asked: Asked, arguments: list[str]) -> None:
    assert asked.arguments == arguments


def test_a_study_file_that_snakemake_reads_otherwise_is_the_same_study(tmp_path: Path) -> None:
    import yaml
    from test_settings_and_raw_files import CONFIG, INSTRUMENT, MODELS

    from isop_analysis.workflow import plan_of

    for name, text in (("instrument.yaml", INSTRUMENT), ("models.yaml", MODELS)):
        (tmp_path / name).write_text(text)
    text = CONFIG.replace('data_date: "2026-01-01"', "data_date: 2026-01-01")
    path = tmp_path / "config.yaml"
    path.write_text(text)
    assert plan_of([path], yaml.safe_load(text)).study.config.data_date == "2026-01-01"
