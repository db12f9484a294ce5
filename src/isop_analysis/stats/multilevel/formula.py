"""Model formulas in lme4's notation, read into terms.

`skill ~ dose * wave + (1 + wave | person) + (1 | site/team)` becomes a response, fixed terms in R's order
(main effects before interactions) and random terms, one for each grouping factor that a slash expands to.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from isop_analysis.base.reasons import Refused

Term = tuple[str, ...]

TOKEN = re.compile(r"\s*(`[^`]+`|\d+(?:\.\d+)?|[^\W\d][\w.]*|\|\||\*\*|[-+*/:^|()~])")


@dataclass(frozen=True)
class Terms:
    """One right-hand side: whether it has an intercept, and its terms, each a tuple of variables."""

    intercept: bool
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class RandomTerm:
    """One `(terms | group)`; a group of several variables is their combination, innermost first."""

    design: Terms
    group: Term
    correlated: bool


@dataclass(frozen=True)
class Formula:
    """A whole model formula; `text` is what was typed."""

    text: str
    response: str
    fixed: Terms
    random: tuple[RandomTerm, ...]


@lru_cache(maxsize=256)
def parse_formula(text: str) -> Formula:
    """Read a formula in lme4's notation.

    Raises Refused, naming the place, for anything that is not such a formula.
    """
    return _Reader(text).formula()


def ordered(intercept: bool, terms: Iterable[Term], variables: Iterable[str]) -> Terms:
    """Put terms in R's order: in a term as first seen among `variables`, main effects first."""
    kept = [term for term in dict.fromkeys(terms) if term]
    rank = {name: place for place, name in enumerate(dict.fromkeys(variables))}
    sorted_terms = dict.fromkeys(tuple(sorted(set(term), key=rank.__getitem__)) for term in kept)
    return Terms(intercept, tuple(sorted(sorted_terms, key=len)))


@dataclass
class _Sum:
    terms: list[Term]
    drops_intercept: bool


class _Reader:
    """Recursive descent over R's operators, loosest first: + -, * /, :, ^."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.random: list[RandomTerm] = []
        self.seen: list[str] = []

    def formula(self) -> Formula:
        response = self.variable()
        self.expect("~")
        right = self.sum()
        if self.peek():
            raise self.unreadable("an operator such as + or the end")
        fixed = ordered(not right.drops_intercept, right.terms, self.seen)
        return Formula(self.text, response, fixed, tuple(self.random))

    def sum(self) -> _Sum:
        found = _Sum([], False)
        sign = self.take("+", "-") or "+"
        while True:
            if self.peek() == "0":
                self.take("0")
                found.drops_intercept = sign == "+"
            else:
                self.add(found, sign, self.product())
            sign = self.take("+", "-")
            if not sign:
                return found

    def add(self, found: _Sum, sign: str, terms: list[Term]) -> None:
        if sign == "+":
            found.terms += terms
            return
        found.drops_intercept |= () in terms
        gone = {frozenset(term) for term in terms}
        found.terms = [term for term in found.terms if frozenset(term) not in gone]

    def product(self) -> list[Term]:
        left = self.interaction()
        while sign := self.take("*", "/"):
            right = self.interaction()
            if sign == "*":
                left = [*left, *right, *_crossed(left, right)]
            else:
                left = [*left, *_crossed([tuple(name for term in left for name in term)], right)]
        return left

    def interaction(self) -> list[Term]:
        left = self.power()
        while self.take(":"):
            left = _crossed(left, self.power())
        return left

    def power(self) -> list[Term]:
        base = self.atom()
        while self.take("^", "**"):
            degree = self.token()
            if not degree.isdigit() or int(degree) < 1:
                raise self.unreadable("a whole number after ^")
            result = base
            for _ in range(int(degree) - 1):
                result = [*result, *_crossed(result, base)]
            base = result
        return base

    def atom(self) -> list[Term]:
        if self.take("1"):
            return [()]
        if not self.take("("):
            self.seen.append(self.variable())
            return [(self.seen[-1],)]
        before = len(self.seen)
        inner = self.sum()
        bar = self.take("||", "|")
        if bar:
            self.add_random(inner, self.seen[before:], correlated=bar == "|")
            del self.seen[before:]
            self.expect(")")
            return []
        self.expect(")")
        return inner.terms

    def add_random(self, inner: _Sum, variables: list[str], correlated: bool) -> None:
        design = ordered(not inner.drops_intercept, inner.terms, variables)
        levels = [self.group()]
        while self.take("/"):
            levels.append(self.group())
        for depth in range(len(levels), 0, -1):
            group = tuple(name for level in reversed(levels[:depth]) for name in level)
            self.random.append(RandomTerm(design, group, correlated))

    def group(self) -> Term:
        if self.take("("):
            names = self.group()
            self.expect(")")
            return names
        names = (self.variable(),)
        while self.take(":"):
            names = (*names, self.variable())
        return names

    def variable(self) -> str:
        name = self.token()
        if name.startswith("`"):
            return name[1:-1]
        if not name or not (name[0].isalpha() or name[0] == "_"):
            self.place -= len(name)
            raise self.unreadable("the name of a column")
        if self.text[self.place : self.place + 1] != "(":
            return name
        return written(name + self.parenthesis())

    def parenthesis(self) -> str:
        depth, start = 0, self.place
        for place in range(start, len(self.text)):
            depth += {"(": 1, ")": -1}.get(self.text[place], 0)
            if depth == 0:
                self.place = place + 1
                return self.text[start : self.place]
        raise self.unreadable("a closing parenthesis")

    def peek(self) -> str:
        match = TOKEN.match(self.text, self.place)
        if match:
            return match[1]
        return self.text[self.place :].strip()

    def token(self) -> str:
        match = TOKEN.match(self.text, self.place)
        if not match:
            raise self.unreadable("the name of a column")
        self.place = match.end()
        return match[1]

    def take(self, *signs: str) -> str:
        return self.token() if self.peek() in signs else ""

    def expect(self, sign: str) -> None:
        if not self.take(sign):
            raise self.unreadable(f"'{sign}'")

    def unreadable(self, expected: str) -> Refused:
        rest = self.text[self.place :].strip()
        if not rest:
            return Refused("formula_ends", formula=self.text, expected=expected)
        return Refused("formula_unreadable", formula=self.text, rest=rest, expected=expected)


def _crossed(left: list[Term], right: list[Term]) -> list[Term]:
    return [tuple(dict.fromkeys((*one, *other))) for one in left for other in right]


def written(call: str) -> str:
    """Write a call such as `I(x**2)` as R prints it: `I(x^2)`, `poly(x, 2)`, `log(x + 1)`."""
    bare = re.sub(r"\s+", "", call).replace("**", "^")
    spaced = re.sub(r"(?<=[\w.)])([-+*/])(?=[\w.(])", r" \1 ", bare)
    return re.sub(r"\s*([,=])\s*", lambda match: ", " if match[1] == "," else " = ", spaced)
