"""In brief, on three pages: each question of the first page with its figure and how sure, then the others."""

from collections.abc import Iterator

from isop_analysis.language.conclusions import Conclusion
from isop_analysis.report.answers.told import key_of, sign_of
from isop_analysis.report.blocks import Answered, Block, Cell, Heading, Part, Sign, Table, plain
from isop_analysis.report.document.questions_told import figure_of
from isop_analysis.report.document.words_told import follows
from isop_analysis.report.document.writing import Writing
from isop_analysis.stats.verdicts import Verdict


def in_brief(writing: Writing, figures: int) -> Part | None:
    """Write the chapter with so many figures, those of the first questions; None if it adds nothing."""
    front = writing.facts.front
    if not adds_to_front(writing):
        return None
    key = "messages.brief.lead_one" if len(front) == 1 else "messages.brief.lead"
    blocks: list[Block] = [writing.paragraph(key, "lead", count=writing.words.number_word(len(front)))]
    drawn = [one for one in front if f"answer_{one.question.name}" in writing.figures][:figures]
    for one in front:
        blocks += _question(writing, one, one in drawn, first=one in drawn[:1])
    rest = [one for one in writing.facts.conclusions if one not in front]
    if rest:
        blocks += [Heading(writing.words("messages.brief.rest")), *_key(writing, rest), _table(writing, rest)]
    return Part("brief", writing.words("messages.brief.title"), tuple(blocks), own_page=True)


def adds_to_front(writing: Writing) -> bool:
    """Tell whether there is more to say than on the first page: figures, doubts, talks, other questions."""
    front, every = writing.facts.front, writing.facts.conclusions
    return bool(front) and (
        len(every) > len(front)
        or any(one.question.how_sure or [*in_words(writing, one)] for one in front)
        or any(one.of(Verdict.OPEN) or f"answer_{one.question.name}" in writing.figures for one in front)
    )


def _question(writing: Writing, one: Conclusion, drawn: bool, first: bool) -> Iterator[Block]:
    told = writing.answer(one, "brief")
    question = one.question.plain.in_language(writing.language)
    figure = figure_of(writing, one, first) if drawn else None
    name, link = f"brief-{one.question.name}", f"#answer-{one.question.name}"
    yield Answered(question, told.sign, told.text, name, figure=figure, link=link)
    yield from in_words(writing, one)
    if one.question.how_sure is not None:
        sure = one.question.how_sure.in_language(writing.language)
        yield writing.led(writing.words("messages.brief.how_sure"), sure)


def in_words(writing: Writing, one: Conclusion) -> Iterator[Block]:
    """Say how many spoke of a question's themes, and which codes were raised most, in bands."""
    rows = [row for row in writing.rows("theme_counts") if row["theme"] in one.question.themes]
    told = [row for row in rows if row["people"].low >= 5]
    themes = [row for row in told if row["code"] == "all"]
    codes = sorted((row for row in told if row["code"] != "all"), key=lambda row: -row["people"].low)
    if not themes:
        return
    numbers, words = writing.numbers, writing.words
    parts = [
        words(
            "messages.brief.theme",
            people=writing.link(
                words("report.words.at_least", people=numbers.integer(row["people"].low))
                if follows(writing, row)
                else numbers.count(row["people"]),
                *("theme_counts", row["theme"], row["code"]),
            ),
            theme=writing.names.theme(row["theme"]),
        )
        for row in themes
    ]
    named = [
        words(
            "messages.brief.code",
            people=writing.link(numbers.count(row["people"]), "theme_counts", row["theme"], row["code"]),
            code=writing.code(row["code"]),
        )
        for row in codes[:2]
    ]
    text = writing.say(
        "messages.brief.in_words" if named else "messages.brief.in_words_alone",
        themes=words.listed(parts),
        codes=words.listed(named),
    )
    yield writing.led(words("messages.brief.in_words_head"), text)


def _key(writing: Writing, rest: list[Conclusion]) -> Iterator[Block]:
    """Say what those signs mean that the first page has not."""
    known = {sign_of(one) for one in writing.facts.front}
    further = {sign_of(one) for one in rest} - known
    if further:
        yield key_of(further, writing.facts)


def _table(writing: Writing, rest: list[Conclusion]) -> Table:
    rows, signs = [], []
    for one in rest:
        told = writing.answer(one)
        signs.append(told.sign)
        rows.append((Cell(plain(one.question.plain.in_language(writing.language))), Cell(told.text)))
    columns = tuple(Cell(plain(writing.words(f"messages.brief.{name}"))) for name in ("question", "answer"))
    listed: tuple[Sign, ...] = tuple(signs)
    return Table(
        writing.words("messages.brief.rest_caption"),
        columns,
        tuple(rows),
        id="brief-rest",
        widths=(0.36, 0.64),
        signs=listed,
    )
