"""What the rules of cleaning will leave, counted while raw files are looked through: at most, and of whom.

Done beforehand are the rules that judge a response by itself: consent (as a file tells it), tests, unknown
teams, unfinished ones and those answered too fast. Duplicates and straight lines can only leave fewer.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from isop_analysis.answers.respondent_fields import Fields
from isop_analysis.answers.shown import Shown
from isop_analysis.cleaning.consent_costs import ConsentCosts
from isop_analysis.cleaning.identities import address, code, mark, place
from isop_analysis.cleaning.scale_items import scale_items
from isop_analysis.study.cleaning_rules import Rule, SpeedersRule, UnfinishedRule
from isop_analysis.study.instrument import Instrument
from isop_analysis.study.problems import Problem
from isop_analysis.study.refs import problem
from isop_analysis.study.study import Study

Row = Mapping[str, object]
READ = {"email": address, "alias": address, "token": mark, "person": mark, "self_code": code}
"""How an identifier of `linking.order` is read, from the field that holds it."""


class Foretold:
    """Responses that stay, by instrument and wave, those of people who can be linked, and what rules cost."""

    def __init__(self, study: Study, costs: ConsentCosts, register: Iterable[Row]) -> None:
        self.study, self.costs = study, costs
        self.teams = {place(row["team"]) for row in register}
        self.stay: Counter[tuple[str, str]] = Counter()
        self.linkable: Counter[tuple[str, str]] = Counter()
        self.seen: Counter[str] = Counter()
        self.lost: Counter[tuple[str, str]] = Counter()

    def counted(self, instrument: Instrument) -> frozenset[str]:
        """Return the items by whose number of answers a rule judges a response; none where no rule does."""
        judged = any(isinstance(one, UnfinishedRule | SpeedersRule) for one in self._rules(instrument.name))
        return scale_items(instrument) if judged else frozenset()

    def note(self, instrument: Instrument, shown: Shown) -> None:
        """Count a chunk of an instrument's responses."""
        fields, name = shown.fields, instrument.name
        kept = [True] * len(fields.wave)
        self.seen[name] += len(kept)
        for rule in self._rules(name):
            out = self._left_out(rule, shown, instrument)
            lost = [own and gone for own, gone in zip(kept, out, strict=True)]
            self.lost[name, rule.rule] += sum(lost)
            kept = [own and not gone for own, gone in zip(kept, lost, strict=True)]
        linked = self._linkable(fields)
        for wave, stays, known in zip(fields.wave, kept, linked, strict=True):
            self.stay[name, wave] += stays
            self.linkable[name, wave] += stays and known

    def _rules(self, instrument: str) -> list[Rule]:
        cleaning = self.study.config.cleaning
        return [] if instrument in cleaning.instruments_without else cleaning.steps

    def _left_out(self, rule: Rule, shown: Shown, instrument: Instrument) -> Sequence[bool]:
        fields = shown.fields
        if rule.rule == "test_answers":
            return fields.test
        if rule.rule == "consent":
            named = zip(fields.email, fields.token, fields.self_code, fields.test, strict=True)
            return [not test and self.costs.refuses("survey", who) for *who, test in named]
        if rule.rule == "unknown_teams" and self.study.config.team_register is not None:
            return [team is not None and team not in self.teams for team in map(place, fields.team)]
        if isinstance(rule, UnfinishedRule):
            least = rule.minimum_share * len(scale_items(instrument))
            return [answered < least for answered in shown.answered]
        if isinstance(rule, SpeedersRule):
            timed = zip(shown.answered, fields.seconds, strict=True)
            return [n > 0 and s is not None and s < rule.seconds_per_item * n for n, s in timed]
        return [False] * len(fields.wave)

    def _linkable(self, fields: Fields) -> Iterator[bool]:
        """Yield whether a response gives what a person is recognised by, and may be linked by it."""
        order = self.study.config.linking.order
        given = [(READ[one], getattr(fields, "email" if one == "alias" else one)) for one in order]
        named = zip(fields.email, fields.token, fields.self_code, strict=True)
        for row, who in enumerate(named):
            known = any(read(cells[row]) is not None for read, cells in given)
            yield known and not self.costs.refuses("linking", who)

    def problems(self) -> Iterator[Problem]:
        """Yield that the rules together leave no response of the study."""
        if self.stay.total() or not self.lost.total():
            return
        lost: Counter[str] = Counter()
        for (_, rule), count in self.lost.items():
            lost[rule] += count
        told = ", ".join(f"{rule} {count}" for rule, count in lost.items() if count)
        message = (
            f"no response is left of {self.seen.total()} (left out: {told}); loosen the rule, or correct "
            "what it looks at"
        )
        yield problem(self.study.config_part.document, ("cleaning", "steps"), message)

    def lines(self) -> Iterator[str]:
        """Yield instruments of which no response is left, and waves in which nobody can be linked."""
        left = {instrument for (instrument, _), n in self.stay.items() if n}
        for instrument in (name for name, count in self.seen.items() if count and name not in left):
            told = ", ".join(f"{rule} {n}" for (own, rule), n in self.lost.items() if own == instrument and n)
            yield f"no response to '{instrument}' is left of {self.seen[instrument]}: left out by {told}"
        waves = [wave.name for wave in self.study.config.waves]
        linked = {wave for (_, wave), n in self.linkable.items() if n}
        for wave in (one for one in waves if len(waves) > 1 and linked and one not in linked):
            count = sum(n for (_, own), n in self.stay.items() if own == wave)
            yield (
                f"wave '{wave}': none of {count} responses can be linked to a person (nothing that "
                "linking.order names, or no consent to link); nobody is followed to or from it"
            )
