"""The key: made once, never silently anew; what it makes of an identity."""

import hashlib
import hmac
import json
from base64 import b32encode
from pathlib import Path
from typing import Any

import pytest
from small_study import answers, cleaned, consents, make_study, receive, responses, revealed

from isop_analysis.__main__ import main
from isop_analysis.cleaning.key import backup, destroy, key_path, make, public_key, read_key, restore
from isop_analysis.cleaning.pseudonyms import pseudonym, pseudonyms
from isop_analysis.steps import clean_answers
from isop_analysis.study import Study, StudyError


def private(root: Path, **changes: Any) -> Study:
    key = {"key": {"file": str(root / "elsewhere" / "small.key")}}
    return make_study(root / "project", invented=False, privacy=key, **changes)


def test_a_pseudonym_is_the_start_of_the_keyed_hash() -> None:
    key = bytes(range(32))
    digest = hmac.new(key, b"ann@x.nl", hashlib.sha256).digest()
    assert pseudonym(key, "ann@x.nl") == b32encode(digest)[:10].decode().lower()
    assert len(pseudonym(key, "ann@x.nl")) == 10
    assert pseudonym(bytes(32), "ann@x.nl") != pseudonym(key, "ann@x.nl")


def test_two_people_with_one_pseudonym_stop_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("isop_analysis.cleaning.pseudonyms.pseudonym", lambda key, identity: "same")
    with pytest.raises(StudyError, match="two identities get the same pseudonym; make another key"):
        pseudonyms(b"", ["a", "b"])


def test_a_missing_key_is_an_error_with_the_command_that_makes_it(tmp_path: Path) -> None:
    study = private(tmp_path)
    with pytest.raises(StudyError) as error:
        read_key(study)
    assert "key is missing; run ./isop key make --config config/config.yaml, once" in str(error.value)
    assert "config/config.yaml:" in str(error.value)


def test_a_made_key_is_random_the_owners_alone_and_locked(tmp_path: Path) -> None:
    study = private(tmp_path)
    fingerprint = make(study)
    assert key_path(study).stat().st_mode & 0o777 == 0o600
    lock = json.loads((study.root / "config" / "small.lock.json").read_text())
    assert lock == {"study": "small", "key": {"fingerprint": fingerprint, "destroyed": False}}
    assert len(read_key(study)) == 32
    assert read_key(study).hex() not in json.dumps(lock)
    with pytest.raises(StudyError, match="is there already"):
        make(study)


def test_another_key_than_the_studys_is_an_error(tmp_path: Path) -> None:
    study = private(tmp_path)
    fingerprint = make(study)
    key_path(study).write_text("ab" * 32)
    with pytest.raises(StudyError) as error:
        read_key(study)
    (problem,) = error.value.problems
    other = hashlib.sha256(b"isop_analysis key fingerprint\n" + bytes.fromhex("ab" * 32)).hexdigest()[:16]
    assert (problem.file, problem.path) == ("config/config.yaml", "privacy.key.file")
    assert problem.message == (
        f"'{key_path(study)}' has the fingerprint {other}, the study's is {fingerprint} "
        "(config/small.lock.json); run ./isop key restore --file <backup> "
        "--config config/config.yaml"
    )


def test_a_lost_key_is_never_made_anew(tmp_path: Path) -> None:
    study = private(tmp_path)
    fingerprint = make(study)
    key_path(study).unlink()
    for ask in (make, read_key):
        with pytest.raises(
            StudyError, match=rf"key is missing .the study's is {fingerprint}.; run .* restore"
        ):
            ask(study)


def test_a_lost_lock_is_told(tmp_path: Path) -> None:
    study = private(tmp_path)
    make(study)
    (study.root / "config" / "small.lock.json").unlink()
    with pytest.raises(StudyError, match=r"config/small.lock.json is missing; restore it"):
        read_key(study)


def test_backup_and_restore(tmp_path: Path) -> None:
    study = private(tmp_path)
    make(study)
    key = read_key(study)
    backup(study, tmp_path / "backup.key")
    assert (tmp_path / "backup.key").stat().st_mode & 0o777 == 0o600
    key_path(study).unlink()
    (tmp_path / "other.key").write_text("cd" * 32)
    with pytest.raises(StudyError, match=r"other.key: its fingerprint is .*; find the right one"):
        restore(study, tmp_path / "other.key")
    restore(study, tmp_path / "backup.key")
    assert read_key(study) == key


def test_a_destroyed_key_never_comes_back(tmp_path: Path) -> None:
    study = private(tmp_path)
    make(study)
    destroy(study)
    assert not key_path(study).exists()
    with pytest.raises(StudyError, match="was destroyed; its answers can't be linked any more"):
        make(study)


def test_a_damaged_key_is_told(tmp_path: Path) -> None:
    study = private(tmp_path)
    make(study)
    key_path(study).write_text("abc")
    with pytest.raises(StudyError, match="holds no key of 64 hexadecimal digits"):
        read_key(study)


def test_a_private_key_may_not_lie_in_the_project(tmp_path: Path) -> None:
    study = make_study(tmp_path, invented=False, privacy={"key": {"file": "config/small.key"}})
    with pytest.raises(StudyError, match="lies inside the project; name a file elsewhere"):
        make(study)


def test_a_public_key_protects_nobody(tmp_path: Path) -> None:
    study = make_study(tmp_path, invented=False)
    receive(study, responses=responses({"email": "ann@x.nl"}), answers=answers({1: [1.0, 2.0, 3.0, 4.0]}))
    with pytest.raises(StudyError, match="a public key protects nobody; set public: false and make a key"):
        clean_answers.run(study)


def test_answers_without_any_identity_need_no_key(tmp_path: Path) -> None:
    study = make_study(tmp_path, invented=False, consent=None, team_register=None)
    receive(
        study,
        responses=responses({"team": "A"}, {"team": "A"}),
        answers=answers({1: [1.0, 2.0, 3.0, 4.0], 2: [1.0, 2.0, 3.0, 5.0]}),
    )
    clean_answers.run(study)
    rows = study.table("responses")
    assert rows["linked_by"].astype("str").tolist() == ["unlinked"] * 2
    assert rows["person"].nunique() == 2
    assert revealed(study, "teams")["team"].tolist() == ["A"]


def test_the_public_key_is_the_same_everywhere_and_marked(tmp_path: Path) -> None:
    one, other = make_study(tmp_path / "one"), make_study(tmp_path / "other")
    assert make(one) == make(other)
    assert key_path(one).read_text().startswith("# Public key of an invented study")


def test_the_key_keeps_pseudonyms_over_runs_and_another_key_changes_all(tmp_path: Path) -> None:
    people = []
    for folder in ("one", "two"):
        study = private(tmp_path / folder, consent=None)
        tables = {
            "responses": responses({"email": "ann@x.nl"}),
            "answers": answers({1: [1.0, 2.0, 3.0, 4.0]}),
        }
        people.append(cleaned(study, **tables).table("persons")["person"].tolist())
        assert cleaned(study, **tables).table("persons")["person"].tolist() == people[-1]
    assert people[0] != people[1]


def test_the_verbs_of_the_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    study = private(tmp_path)
    config = ["--config", str(study.root / "config" / "config.yaml")]
    assert main(["key", "fingerprint", *config]) == 1
    assert "key is missing" in capsys.readouterr().err
    assert main(["key", "make", *config]) == 0
    fingerprint = capsys.readouterr().out.split()[3].strip(";")
    assert main(["key", "fingerprint", *config]) == 0
    assert capsys.readouterr().out.strip() == fingerprint
    assert main(["key", "backup", *config, "--file", str(tmp_path / "b.key")]) == 0
    assert main(["key", "destroy", *config]) == 2
    assert capsys.readouterr().err == "ERROR isop key destroy: destroy can't be undone; add --yes\n"
    assert main(["key", "destroy", *config, "--yes"]) == 0
    assert main(["key", "restore", *config, "--file", str(tmp_path / "b.key")]) == 1


def test_consent_is_read_without_the_key_being_touched(tmp_path: Path) -> None:
    study = private(tmp_path)
    receive(study, consent=consents({"email": "ann@x.nl"}))
    with pytest.raises(StudyError, match="key is missing"):
        clean_answers.run(study)
    assert not (study.processed / "persons.parquet").exists()
    assert not key_path(study).exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_key_that_others_can_read_is_an_error(tmp_path: Path, mode: int) -> None:
    study = private(tmp_path)
    make(study)
    key_path(study).chmod(mode)
    with pytest.raises(StudyError, match=rf"can be read by others .mode {mode:o}.; run chmod 600 on it"):
        read_key(study)


@pytest.mark.parametrize(
    "folder", ["OneDrive - School", "Dropbox", "Google Drive", "iCloud Drive", "Nextcloud"]
)
def test_a_key_may_not_lie_in_a_synced_folder(tmp_path: Path, folder: str) -> None:
    file = tmp_path / folder / "keys" / "small.key"
    study = make_study(tmp_path / "project", invented=False, privacy={"key": {"file": str(file)}})
    with pytest.raises(StudyError, match="lies in a synced folder; name a file elsewhere"):
        make(study)


def test_a_backup_may_lie_neither_in_the_project_nor_in_a_synced_folder(tmp_path: Path) -> None:
    study = private(tmp_path)
    make(study)
    with pytest.raises(StudyError, match="lies inside the project; name a file elsewhere"):
        backup(study, study.root / "data" / "backup.key")
    with pytest.raises(StudyError, match="lies in a synced folder; name a file elsewhere"):
        backup(study, tmp_path / "dropbox" / "backup.key")
    assert not list(tmp_path.rglob("backup.key"))


@pytest.mark.parametrize("invented", [True, False])
def test_the_public_key_of_the_demo_is_refused_in_any_other_study(tmp_path: Path, invented: bool) -> None:
    committed = (Path(__file__).parents[3] / "config" / "public_demo.key").read_text().splitlines()[-1]
    for place, key in enumerate((committed, public_key("demo").hex(), public_key("tiny").hex())):
        file = tmp_path / f"{place}" / "copied.key"
        privacy = {"key": {"file": str(file), "public": invented}}
        study = make_study(tmp_path / f"{place}" / "project", invented=invented, privacy=privacy)
        file.write_text(key)
        file.chmod(0o600)
        with pytest.raises(StudyError, match="is the public key of the demo, which anyone has"):
            read_key(study)


def test_making_the_key_says_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    study = private(tmp_path)
    assert main(["key", "make", "--config", str(study.root / "config" / "config.yaml")]) == 0
    said = capsys.readouterr().out
    assert str(key_path(study)) in said
    assert str(study.root / "config" / "small.lock.json") in said
