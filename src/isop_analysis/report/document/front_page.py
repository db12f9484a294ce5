"""Main messages, on one side of A4: questions with their answers, what can be done, how sure it is."""

from collections import Counter
from collections.abc import Iterator

from isop_analysis.language.conclusions import Conclusion
from isop_analysis.report.answers.told import IN_KEY, WORDS_OF, key_of, sign_of
from isop_analysis.report.blocks import Answered, Block, Columns, Heading, Paragraph, Part, Picture, Sign
from isop_analysis.report.document.first_report import what_was_measured
from isop_analysis.report.document.in_brief import adds_to_front
from isop_analysis.report.document.participation import taken_part
from isop_analysis.report.document.writing import Writing


def front_page(writing: Writing, figure: bool = True) -> Part:
    """Write the main messages, the first of them with its figure where there is room."""
    front = writing.facts.front
    signs = Counter(sign_of(one) for one in front)
    blocks: list[Block] = [*_lead(writing, signs)]
    if _is_first(writing):
        blocks += what_was_measured(writing)
    blocks += [_answered(writing, one, figure=figure and place == 0) for place, one in enumerate(front)]
    sections = (tuple(_use(writing)), tuple(_how_sure(writing)))
    blocks.append(Columns(tuple(own for own in sections if own)))
    return Part("messages", writing.words("messages.front.title"), tuple(blocks), own_page=True)


def _is_first(writing: Writing) -> bool:
    """Whether nobody has written questions yet: then the page tells what was measured."""
    return writing.study.questions_part is None and not writing.facts.front


def _lead(writing: Writing, signs: "Counter[Sign]") -> Iterator[Block]:
    if _is_first(writing):
        yield writing.paragraph("messages.first.lead", "lead")
        return
    if not signs:
        yield writing.paragraph("messages.front.no_questions", "lead")
        return
    if sum(signs.values()) == 1:
        yield writing.paragraph("messages.front.lead_one", "lead")
    else:
        yield Paragraph(writing.say("messages.front.lead", **_counts(writing, signs)), "lead")
    yield key_of(signs, writing.facts)


def _counts(writing: Writing, signs: "Counter[Sign]") -> dict[str, str]:
    """Return the sentences that count answers: how many get a firm yes first, then the other signs."""
    words, total = writing.words, sum(signs.values())
    head = "none" if not signs["yes"] else "all" if signs["yes"] == total else "some"
    own = words.noun_counted("messages.front.question", total)
    firm = words(f"messages.front.firm_{head}", count=words.number_word(signs["yes"]), questions=own)
    rest = [
        words(
            f"messages.front.count.{WORDS_OF.get(sign, sign)}.{'one' if signs[sign] == 1 else 'other'}",
            count=words.number_word(signs[sign]),
        )
        for sign in IN_KEY
        if sign != "yes" and signs[sign]
    ]
    return {"firm": firm, "rest": " ".join(part[:1].upper() + part[1:] for part in rest)}


def _answered(writing: Writing, one: Conclusion, figure: bool) -> Answered:
    told = writing.answer(one)
    pictures = writing.picture(f"answer_{one.question.name}", small=True) if figure else []
    picture = pictures[0] if pictures and isinstance(pictures[0], Picture) else None
    question = one.question.plain.in_language(writing.language)
    deeper = "brief" if adds_to_front(writing) else "answer"
    name, link = f"front-{one.question.name}", f"#{deeper}-{one.question.name}"
    return Answered(question, told.sign, told.text, name, beside=True, figure=picture, link=link)


def _use(writing: Writing) -> Iterator[Block]:
    """What each reader can do with the answers: the first use, by the first page's order, that fits one."""
    words, told = writing.words, [*_not_yet(writing), *_for_readers(writing)]
    if told:
        yield Heading(words("messages.front.use"))
    yield from told


def _not_yet(writing: Writing) -> Iterator[Paragraph]:
    if writing.study.config.invented:
        words = writing.words
        yield writing.led(words("messages.front.not_yet"), words("messages.front.not_yet_invented"))


def _for_readers(writing: Writing) -> Iterator[Paragraph]:
    part = writing.study.questions_part
    for reader in part.settings.readers if part is not None else []:
        fitting = [
            use.text.in_language(writing.language)
            for one in writing.facts.front
            for use in one.question.use
            if use.reader == reader.name and (not use.when or one.answer in use.when)
        ]
        if fitting:
            yield writing.led(f"{reader.title.in_language(writing.language)}:", fitting[0])


def _how_sure(writing: Writing) -> Iterator[Block]:
    first = _is_first(writing)
    yield Heading(writing.words("report.participants.title" if first else "messages.front.how_sure"))
    yield from taken_part(writing)
    if not first:
        yield writing.paragraph("messages.front.together")
