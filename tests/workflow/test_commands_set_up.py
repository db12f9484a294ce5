"""./run on machines with other Pythons, without a network, or half set up; Python and pip are played."""

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from standin_project import REPOSITORY

# Plays a Python of a version, which makes an environment from the file `environment`.
PYTHON = """#!/bin/sh
case "$*" in
    *version_info*) echo {version} ;;
    *ensurepip*) exit {no_ensurepip} ;;
    "-m venv"*)
        mkdir -p "$3/bin" "$3/lib/python3.99/site-packages"
        cat "$0.environment" >"$3/bin/python"
        chmod +x "$3/bin/python"
        exit {venv} ;;
esac
"""
# Plays an environment's Python: pip and the pipeline are played, the rest is this Python.
ENVIRONMENT = """#!/bin/sh
case "$*" in
    "-m pip"*) {pip} ;;
    "-m isop_analysis run"*) shift 3; printf '<%s>' "$@"; pwd; exit 3 ;;
    *) exec {real} "$@" ;;
esac
"""
TOOLS = ("sh", "cat", "mkdir", "rm", "mv", "chmod", "dirname", "grep", "sed", "tail", "env")
LOCK = """# Made.
# [setup] For setting up.
uv==1
# [run] For running a study.
numpy==2
# [rest] For tests and notebooks alone.
pytest==9
# [docs] For the docs' site alone.
sphinx==9
"""
# Play pip and uv: what they are to install goes to a file of their name; pip makes uv.
PIP = """
    for list in "$@"; do :; done
    cat "$list" >>pip.log
    case $list in *setup) printf '%s\\n' '#!/bin/sh' 'for list in "$@"; do :; done' \\
        'cat "$list" >>uv.log' >.venv/bin/uv; chmod +x .venv/bin/uv ;; esac"""
WITHOUT_UV = 'for list in "$@"; do :; done; case $list in *setup) exit 1 ;; esac; cat "$list" >>pip.log'


@dataclass(frozen=True)
class Machine:
    """A project's folder and a PATH that holds only what a test puts there."""

    root: Path
    bin: Path

    def add_python(
        self, name: str, version: str, *, no_ensurepip: int = 0, venv: int = 0, pip: str = "exit 0"
    ) -> None:
        self.add(name, PYTHON.format(version=version, no_ensurepip=no_ensurepip, venv=venv))
        self.add(f"{name}.environment", ENVIRONMENT.format(pip=pip, real=sys.executable))

    def add(self, name: str, text: str) -> None:
        (self.bin / name).write_text(text)
        (self.bin / name).chmod(0o755)

    def run(self, *arguments: str, shell: str = "sh", before: str = "") -> "subprocess.CompletedProcess[str]":
        environment = {"PATH": f"{before}{self.bin}", "HOME": str(self.root), "CDPATH": "/"}
        starter = [shutil.which(shell) or shell, *(["sh"] if shell == "busybox" else [])]
        return subprocess.run(
            [*starter, str(self.root / "run"), *arguments],
            text=True,
            capture_output=True,
            env=environment,
            cwd=self.bin,
            timeout=60,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    root, folder = tmp_path / "a project's folder", tmp_path / "bin"
    (root / "src").mkdir(parents=True)
    (root / "workflow").mkdir()
    folder.mkdir()
    shutil.copy2(REPOSITORY / "run", root / "run")
    shutil.copy2(REPOSITORY / "workflow/environment.sh", root / "workflow/environment.sh")
    (root / "requirements.lock").write_text(LOCK)
    for tool in TOOLS:
        (folder / tool).symlink_to(Path(shutil.which(tool) or tool))
    return Machine(root, folder)


SET_UP = 'cd "$(dirname "$0")"; . workflow/environment.sh; set_up_'
READY = "Setting up Python {} in .venv; this takes some minutes, once.\nThe environment is ready.\n"


def test_the_first_python_that_really_runs_is_taken(machine: Machine) -> None:
    machine.add("python3.13", "#!/bin/sh\necho 'pyenv: python3.13: command not found' >&2\nexit 127\n")
    machine.add_python("python3.12", "3.12")
    machine.add_python("python3", "3.11")
    assert machine.run().stderr == READY.format("3.12")


def test_the_marker_holds_the_locks_hash_and_comes_last(machine: Machine) -> None:
    machine.add_python("python3.13", "3.13")
    machine.run()
    marker = (machine.root / ".venv/complete").read_text()
    assert marker.startswith(hashlib.sha256(LOCK.encode()).hexdigest())
    path = machine.root / ".venv/lib/python3.99/site-packages/isop_analysis.pth"
    assert (path.parent / path.read_text().strip()).resolve() == (machine.root / "src").resolve()


def test_a_complete_environment_is_used_as_it_is(machine: Machine) -> None:
    machine.add_python("python3", "3.12")
    machine.run()
    assert machine.run().stderr == ""


def test_an_environment_of_another_lock_is_built_anew(machine: Machine) -> None:
    machine.add_python("python3", "3.12")
    machine.run()
    (machine.root / "requirements.lock").write_text("newer\n")
    assert machine.run().stderr == READY.format("3.12")
    assert machine.run().stderr == ""


def test_an_activated_environment_that_is_stale_is_built_anew_by_another_python(machine: Machine) -> None:
    machine.add_python("python3", "3.12")
    machine.run()
    shutil.copy(machine.root / ".venv/bin/python", machine.root / ".venv/bin/python3.13")
    (machine.root / "requirements.lock").write_text("newer\n")
    assert machine.run(before=f"{machine.root}/.venv/bin:").stderr == READY.format("3.12")


def test_a_copied_project_builds_its_own_environment(machine: Machine, tmp_path: Path) -> None:
    machine.add_python("python3", "3.12")
    machine.run()
    shutil.copytree(machine.root, tmp_path / "copy", symlinks=True)
    assert Machine(tmp_path / "copy", machine.bin).run().stderr == READY.format("3.12")


def test_a_half_made_environment_is_built_anew(machine: Machine) -> None:
    machine.add_python("python3", "3.12")
    (machine.root / ".venv/bin").mkdir(parents=True)
    assert machine.run().stderr == READY.format("3.12")


def test_a_setup_that_was_killed_holds_nothing_up(machine: Machine) -> None:
    machine.add_python("python3", "3.12")
    (machine.root / ".venv.building").mkdir()
    (machine.root / ".venv.building/process").write_text("999999999\n")
    assert machine.run().stderr == READY.format("3.12")
    assert not (machine.root / ".venv.building").exists()


def test_two_setups_at_once_are_refused(machine: Machine) -> None:
    machine.add_python("python3", "3.12")
    (machine.root / ".venv.building").mkdir()
    (machine.root / ".venv.building/process").write_text(f"{os.getpid()}\n")
    run = machine.run()
    assert run.returncode == 1
    assert run.stderr == (
        f"The environment is being set up by another process ({os.getpid()}); wait until it is ready.\n"
    )
    assert (machine.root / ".venv.building").exists()


def test_a_newer_python_goes_on_with_a_line(machine: Machine) -> None:
    machine.add_python("python3", "3.14")
    assert machine.run().stderr == (
        "Python 3.14 was not tried with this project; going on with it.\n" + READY.format("3.14")
    )


def test_an_older_python_gets_one_sentence(machine: Machine) -> None:
    machine.add_python("python3", "3.9")
    run = machine.run()
    assert run.returncode == 1
    assert run.stderr == (
        "Python 3.11 or newer is needed, but only 3.9 was found: install Python 3.13 "
        "(https://www.python.org/downloads, sudo apt install python3 python3-venv, or brew install "
        "python@3.13).\n"
    )


def test_no_python_gets_one_sentence(machine: Machine) -> None:
    run = machine.run()
    assert run.returncode == 1
    assert run.stderr.startswith("Python 3.11 or newer is needed, but none was found: install Python 3.13 (")
    assert run.stderr.count("\n") == 1


def test_a_python_that_cant_make_environments_names_the_package(machine: Machine) -> None:
    machine.add_python("python3.11", "3.11", no_ensurepip=1)
    run = machine.run()
    assert run.returncode == 1
    assert run.stderr == (
        "Python 3.11 can't make environments: install the package python3.11-venv "
        "(sudo apt install python3.11-venv) and run this again.\n"
    )
    assert not (machine.root / ".venv").exists()


def test_another_python_that_can_make_environments_is_taken_instead(machine: Machine) -> None:
    machine.add_python("python3.11", "3.11", no_ensurepip=1)
    machine.add_python("python3", "3.12")
    assert machine.run().stderr == READY.format("3.12")


def test_a_failing_venv_leaves_nothing_half_made(machine: Machine) -> None:
    machine.add_python("python3.11", "3.11", venv=1)
    run = machine.run()
    assert run.returncode == 1
    assert run.stderr.splitlines()[1:] == [
        "Python 3.11 could not make the environment .venv (on Debian and Ubuntu: sudo apt install "
        "python3.11-venv); the reason is in logs/setup.log."
    ]
    assert not (machine.root / ".venv").exists()
    assert not (machine.root / ".venv.building").exists()


@pytest.mark.parametrize(
    ("printed", "sentence"),
    [
        (
            "WARNING: Retrying after connection broken by NewConnectionError",
            "The packages could not be downloaded: connect to the internet and run this again.",
        ),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
            "A downloaded package is not the one in requirements.lock: its hash differs.",
        ),
        (
            "OSError: [Errno 28] No space left on device",
            "The disk is full: the environment needs about 1.5 GB.",
        ),
        (
            "ERROR: gcc is missing",
            "The packages could not be installed: ERROR: gcc is missing",
        ),
    ],
)
def test_a_failing_installation_gets_one_sentence(machine: Machine, printed: str, sentence: str) -> None:
    machine.add_python("python3", "3.12", pip=f'echo "{printed}"; exit 1')
    run = machine.run()
    assert run.returncode == 1
    assert run.stderr.splitlines()[1:] == [f"{sentence} (pip's log: logs/setup.log)"]
    assert not (machine.root / ".venv").exists()


@pytest.mark.parametrize("shell", ["dash", "bash", "busybox"])
def test_arguments_and_exit_code_pass_through(machine: Machine, shell: str) -> None:
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not on this machine")
    machine.add_python("python3", "3.12")
    run = machine.run("check", "a b", shell=shell)
    assert run.returncode == 3
    assert run.stdout == f"<check><a b>{machine.root}\n"


def test_uv_installs_what_running_a_study_needs_and_no_more(machine: Machine) -> None:
    machine.add_python("python3", "3.12", pip=PIP)
    machine.run()
    assert packages(machine, "pip.log") == ["uv==1"]
    assert packages(machine, "uv.log") == ["numpy==2"]


def test_where_pip_cant_get_uv_pip_installs_the_same(machine: Machine) -> None:
    machine.add_python("python3", "3.12", pip=WITHOUT_UV)
    assert machine.run().stderr == READY.format("3.12")
    assert packages(machine, "pip.log") == ["numpy==2"]


def test_what_only_tests_need_comes_with_the_first_tests(machine: Machine) -> None:
    machine.add_python("python3", "3.12", pip=PIP)
    (machine.root / "run").write_text(f"{SET_UP}tests")
    first, second = machine.run(), machine.run()
    assert first.stderr == READY.format("3.12") + "Adding what only tests and notebooks need.\n"
    assert second.stderr == ""
    assert packages(machine, "uv.log") == ["numpy==2", "numpy==2", "pytest==9"]


def test_what_only_the_site_of_the_docs_needs_comes_with_its_first_build(machine: Machine) -> None:
    machine.add_python("python3", "3.12", pip=PIP)
    (machine.root / "run").write_text(f"{SET_UP}docs")
    first, second = machine.run(), machine.run()
    assert first.stderr.splitlines()[-1] == "Adding what only the docs' site needs."
    assert second.stderr == ""
    assert packages(machine, "uv.log")[-3:] == ["numpy==2", "pytest==9", "sphinx==9"]


def test_conda_installs_the_locks_part_for_runs(machine: Machine) -> None:
    site = machine.root / "site"
    site.mkdir()
    pip = 'for list in "$@"; do :; done; cat "$list" >>pip.log'
    machine.add("python", f'#!/bin/sh\ncase "$*" in "-m pip"*) {pip} ;; *) echo "{site}" ;; esac\n')
    (machine.bin / "mktemp").symlink_to(shutil.which("mktemp") or "mktemp")
    subprocess.run(
        ["sh", str(REPOSITORY / "environment.post-deploy.sh")],
        env={"PATH": str(machine.bin)},
        cwd=machine.root,
        check=True,
    )
    assert packages(machine, "pip.log") == ["numpy==2"]
    assert (site / "isop_analysis.pth").read_text() == f"{machine.root}/src\n"


def packages(machine: Machine, log: str) -> list[str]:
    return [line for line in (machine.root / log).read_text().splitlines() if not line.startswith("#")]


def test_the_scripts_are_plain_sh() -> None:
    for name in ("run", "isop", "test", ".ci/run", "environment.post-deploy.sh", "docs/build"):
        text = (REPOSITORY / name).read_text()
        assert text.startswith("#!/bin/sh\n")
        assert os.access(REPOSITORY / name, os.X_OK)
        assert "set -eu\n" in text
        assert "[[" not in text
    assert "\n./test\n" in (REPOSITORY / ".ci/run").read_text()
