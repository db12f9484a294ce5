"""One cohort of the demo's own exports drafted as a stranger would: four tools, register, consent file."""

import re
from pathlib import Path

import pytest
import yaml
from test_drafted_studies import TODAY, check, fill_in

from isop_analysis.drafting.asking import Asking
from isop_analysis.drafting.new_study import Drafted, new_study
from isop_analysis.study import load

ROOT = Path(__file__).parents[3]
FILES = (
    *("scan_legacy_c2023_t0.csv", "scan_c2023_t1.csv", "scan_c2023_t2.csv"),
    *("srt_codes_c2023_t0.csv", "srt_c2023_t1.sav", "srt_codes_c2023_t2.csv"),
    *("kwaliteitsmeter_c2023_t0.xlsx", "kwaliteitsmeter_c2023_t1.xlsx", "kwaliteitsmeter_c2023_t2.xlsx"),
    *("register_2023.xlsx", "consent.csv"),
)
CONSENT = (
    "consent: {file: consent.csv, email: e-mail, token: token, self_code: code, date: datum, "
    "withdrawn: ingetrokken, purposes: {survey: vragenlijst, linking: koppelen}}"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Drafted:
    root = tmp_path_factory.mktemp("cohort")
    (root / "config").mkdir()
    files = [ROOT / "data/raw/demo" / name for name in FILES]
    return new_study(root, "cohort", files, Asking(None), (), TODAY)


def columns_of(content: dict[str, list[dict[str, object]]]) -> dict[str, bool]:
    """Return whether the item of each column is reversed; spellings of LimeSurvey's codes are one."""
    found = {}
    for item in content["items"]:
        for column in dict(item.get("columns", {})).values():  # type: ignore[call-overload]
            found[re.sub(r"[\W_]+", "_", str(column)).strip("_")] = bool(item.get("reversed"))
    return found


def test_reversed_items_are_those_of_the_instruments(made: Drafted) -> None:
    real, drafted = {}, {}
    for path in (ROOT / "config/instruments").glob("*.yaml"):
        real |= columns_of(yaml.safe_load(path.read_text(encoding="utf-8")))
    for path in (made.config.parent / "instruments").glob("*.yaml"):
        drafted |= columns_of(yaml.safe_load(path.read_text(encoding="utf-8")))
    both = sorted(set(real) & set(drafted))
    assert len(both) > 60
    assert {one for one in both if real[one]} == {one for one in both if drafted[one]}


def test_filled_in_it_passes_check(made: Drafted, capsys: pytest.CaptureFixture[str]) -> None:
    assert made.required == 6
    text = made.config.read_text(encoding="utf-8").replace("email: required", 'email: "E-mail"')
    text = text.replace(
        "unknown_teams, action: stop", "unknown_teams, action: leave_out"
    )  # of another cohort
    made.config.write_text(text.replace("\nconsent: required", f"\n{CONSENT}"), encoding="utf-8")
    for path in (made.config.parent / "instruments").glob("*.yaml"):
        code = "Uw persoonlijke code" if "kwaliteit" in path.name else "CODE"
        own = path.read_text(encoding="utf-8").replace("email: required", f'self_code: "{code}"')
        path.write_text(own, encoding="utf-8")
    fill_in(made)
    assert check(made) == []
    assert "responses per wave: t0 210, t1 142, t2 103" in capsys.readouterr().out
    assert [wave.accept for wave in load(made.config).config.waves] == [[f"c2023_t{n}"] for n in range(3)]
