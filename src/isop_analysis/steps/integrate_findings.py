"""Bring scores and coded texts together, and what was done with what was planned.

Reads team_scores, scale_scores, documents, segments, codings, quote_consents and the frozen plan; of the
restricted tables hidden_names and received_codings for the coders' list alone, and for quotes what masking
and a person's approval left: masked_texts, masked_segments, quote_approvals. Writes scales_by_team,
theme_counts, coder_agreement, code_frequencies, code_pairs, saturation, quotes, joint_display, theme_scores,
case_order and deviations, and restricted: coding_discussion and quote_candidates, the last as a CSV, too.
Open answers count in coder_agreement, and as a kind of text in code_frequencies; all else is about talks.
"""

from typing import TYPE_CHECKING

from isop_analysis.cleaning.key import read_names_key
from isop_analysis.contracts import empty_table, read_table, write_rows, write_table, write_to_fill_in
from isop_analysis.contracts.table import Row
from isop_analysis.integration.agreement import agreement_rows, coders_compared, discussion_rows
from isop_analysis.integration.case_order import case_rows, scores_at
from isop_analysis.integration.deviations import deviation_rows
from isop_analysis.integration.frequencies import (
    asked_documents,
    frequency_rows,
    pair_rows,
    saturation_rows,
)
from isop_analysis.integration.joint_display import Scored, joint_display, subjects_of
from isop_analysis.integration.overview import scales_by_team
from isop_analysis.integration.quote_approvals import approvals, candidates_to_fill_in
from isop_analysis.integration.quotes import Texts, candidate_rows, chosen, passages, quote_rows
from isop_analysis.integration.talks import of_talks, talks
from isop_analysis.integration.theme_scores import Talked, theme_score_rows
from isop_analysis.integration.themes import theme_counts
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    import pandas as pd


def run(study: Study) -> None:
    """Integrate and write the tables; a study without a qualitative part gets them without rows."""
    scores, texts, coded = (study.table(name) for name in ("team_scores", "documents", "segments"))
    documents, segments = talks(texts), of_talks(coded, texts)
    overview = scales_by_team(scores) if len(scores) else empty_table("scales_by_team")
    write_table(overview, "scales_by_team", study.processed)
    write_rows(theme_counts(segments) if len(segments) else [], "theme_counts", study.processed)
    write_rows(frequency_rows(study, texts, coded), "code_frequencies", study.processed)
    write_rows(pair_rows(segments), "code_pairs", study.processed)
    write_rows(saturation_rows(documents, segments), "saturation", study.processed)
    below = _write_agreement(study, study.table("codings"))
    _write_quotes(study, documents, segments, below)
    _write_displays(study, scores, asked_documents(documents), segments)
    write_rows(deviation_rows(study), "deviations", study.processed)


def _write_displays(
    study: Study, scores: "pd.DataFrame", documents: "pd.DataFrame", segments: "pd.DataFrame"
) -> None:
    """Write the tables of displays that put teams in the order of a score."""
    privacy, found = (
        study.config.privacy,
        dict[str, list[Row]](joint_display=[], theme_scores=[], case_order=[]),
    )
    themes = {code.name: code.theme for code in study.integration.codes} if study.integration else {}
    asked, talked = set(documents["team"]), Talked.of(documents, segments)
    for display in (one for one in study.displays if one.banded):
        scored = Scored.of(display, scores, asked, privacy.minimum_team)
        subjects = subjects_of(display, themes)
        found["joint_display"] += joint_display(display, scored, documents, segments, subjects)
        if display.kind == "case_ordered":
            people = scores_at(study, study.table("scale_scores"), display)
            found["case_order"] += case_rows(display, scored, people, talked, subjects)
        else:
            seed, width = study.config.seed, privacy.minimum_cell
            found["theme_scores"] += theme_score_rows(display, scored, talked, subjects, seed, width)
    for name, rows in found.items():
        write_rows(rows, name, study.processed)


def _write_agreement(study: Study, codings: "pd.DataFrame") -> frozenset[str]:
    """Write what coders agreed on and what not; return the codes below the threshold."""
    if study.integration is None or codings.empty:
        write_rows([], "coder_agreement", study.processed)
        write_rows([], "coding_discussion", study.restricted)
        return frozenset()
    found = coders_compared(codings, study.config.seed)
    rows = agreement_rows(found, codings, study.integration.coded)
    write_rows(rows, "coder_agreement", study.processed)
    restricted = [read_table(name, study.restricted) for name in ("hidden_names", "received_codings")]
    write_rows(discussion_rows(found, *restricted), "coding_discussion", study.restricted)
    return frozenset(str(row["code"]) for row in rows if row["below"])


def _write_quotes(
    study: Study, documents: "pd.DataFrame", segments: "pd.DataFrame", below: frozenset[str]
) -> None:
    """Write the quotes that were approved, and for a person what is offered, as a CSV to fill in, too."""
    integration, found, approved = study.integration, [], {}
    said = read_table("quote_approvals", study.restricted)
    if integration is not None and integration.quotes is not None and len(documents):
        key = read_names_key(study)
        words, places = (read_table(name, study.restricted) for name in ("masked_texts", "masked_segments"))
        texts = Texts(documents, segments, words, places, study.table("quote_consents"))
        approved = approvals(study, said, key)
        offered = passages(study, texts, below, key)
        codes = [code.name for code in integration.codes]
        found = chosen(offered, codes, integration.quotes.per_code, approved)
        print(f"{len(offered)} passages may be quoted; {len(found)} are offered or approved")
    write_rows(quote_rows(found, approved), "quotes", study.processed)
    write_rows(candidate_rows(found, approved), "quote_candidates", study.restricted)
    write_to_fill_in(candidates_to_fill_in(found, said), "integrate_findings", study.restricted)
