"""What a no costs, counted before the run: people, answers, memberships and documents per purpose.

Counts by address, alias, token and self-made code as they are written; the run finds a few more people by
codes with a slip. Who gives no identifier stays, and isn't counted.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from isop_analysis.cleaning.identities import address, code, mark, place
from isop_analysis.study.study import Study

Row = Mapping[str, object]
UNKNOWN = "unknown"
COUNTED = {
    "survey": ("answers", "memberships"),
    "linking": ("answers", "memberships"),
    "interview": ("documents",),
    "quoting": ("documents",),
}


class ConsentCosts:
    """Who said no to what; `note` counts answers, memberships and documents of theirs."""

    def __init__(self, study: Study, consents: Iterable[Row], aliases: Iterable[Row]) -> None:
        settings = study.config.consent
        self.asked: tuple[str, ...] = tuple(settings.all_purposes) if settings is not None else ()
        self.in_survey = dict(settings.asked) if settings is not None else {}
        self.answered: Counter[str] = Counter()
        self.several_waves = len(study.config.waves) > 1
        self.by_rows_alone = study.config.team_register is None
        self.others = {address(row["alias"]) or code(row["alias"]): address(row["email"]) for row in aliases}
        self.noes: dict[str, set[str]] = {}
        self.people: Counter[str] = Counter()
        self.counts: Counter[tuple[str, str]] = Counter()
        for row in consents:
            noes = {purpose for purpose in self.needed if not row.get(purpose)}
            self.people.update(noes)
            for key in self._keys(row.get("email"), row.get("token"), row.get("self_code")):
                self.noes[key] = self.noes.get(key, set()) | noes

    @property
    def needed(self) -> tuple[str, ...]:
        """The purposes that count: those asked, and linking where there are waves to link over."""
        own = [purpose for purpose in self.asked if purpose != "linking" or self.several_waves]
        return (*own, *(("linking",) if self.several_waves and "linking" not in own else ()))

    def _keys(self, email: object, token: object = None, own: object = None) -> Iterator[str]:
        mail, made, given = address(email), code(own), mark(token)
        for kind, one in (("email", self.others.get(mail, mail)), ("token", given), ("code", made)):
            if one is not None:
                yield f"{kind}:{one}"

    def note(self, what: str, who: Iterable[Sequence[object]]) -> None:
        """Count rows of answers, memberships or documents by their e-mail, token and self-made code."""
        for cells in who:
            keys = list(self._keys(*cells))
            known = next((self.noes[key] for key in keys if key in self.noes), None)
            if not keys:
                continue
            for purpose in {UNKNOWN} if known is None else known:
                self.counts[purpose, what] += 1

    def note_answers(self, who: Iterable[Sequence[object]]) -> None:
        """Count answers by their e-mail, token and self-made code."""
        self.note("answers", who)

    def refuses(self, purpose: str, who: Sequence[object]) -> bool:
        """Whether who gives this e-mail, token and self-made code surely did not agree.

        Nobody refuses. Who is in no row of the consent file did not agree, unless the register or a slip in a
        code may lead to a row of it. What a survey itself asks is not known here.
        """
        if not self.asked or purpose in self.in_survey:
            return False
        if purpose not in self.asked:
            return purpose in self.needed
        keys = list(self._keys(*who))
        known = next((self.noes[key] for key in keys if key in self.noes), None)
        if known is None:
            return bool(keys) and self.by_rows_alone and not keys[0].startswith("code:")
        return purpose in known

    def note_asked(self, noes: Mapping[str, int]) -> None:
        """Count the answers that say no, per purpose, where the survey itself asks."""
        self.answered.update(noes)

    def note_memberships(self, members: Iterable[Row]) -> None:
        """Count the register's rows of people in a team."""
        own = [row for row in members if place(row["team"]) is not None]
        self.note("memberships", [(row["email"], row.get("token")) for row in own])

    def note_documents(self, documents: Iterable[Row]) -> None:
        """Count the coded documents that name someone, by address or token."""
        named = [row.get("person") for row in documents if row.get("person")]
        self.note("documents", [(cell, None if address(cell) else cell) for cell in named])

    def lines(self) -> list[str]:
        """Return what each no costs, a line a purpose; none for a study that asks for no consent."""
        if not self.asked:
            return []
        lines = [self._line(purpose) for purpose in self.needed]
        if any(count for (purpose, _), count in self.counts.items() if purpose == UNKNOWN):
            if self.in_survey:
                return lines
            lost = self._told(UNKNOWN, ("answers", "memberships", "documents"))
            lines.append(f"in no row of the consent file, left out: {lost}")
        return lines

    def _line(self, purpose: str) -> str:
        if purpose in self.in_survey:
            after = {"survey": ", left out", "linking": ", stand alone"}.get(str(purpose), "")
            item, count = self.in_survey[purpose].item, self.answered[purpose]
            return f"no to {purpose}: {count} answers{after} (item {item})"
        lost = self._told(purpose, COUNTED.get(purpose, ()))
        after = f"; stand alone or are left out: {lost}" if purpose == "linking" and lost else ""
        after = f"; not quoted: {lost}" if purpose == "quoting" and lost else after
        after = f"; left out: {lost}" if purpose not in ("linking", "quoting") and lost else after
        if purpose not in self.asked:
            return f"no to {purpose}: everyone, for consent.purposes doesn't ask it{after}"
        return f"no to {purpose}: {self.people[purpose]} people{after}"

    def _told(self, purpose: str, what: Iterable[str]) -> str:
        found = [(self.counts[purpose, one], one) for one in what]
        return ", ".join(f"{count} {one}" for count, one in found if count or purpose != UNKNOWN)
