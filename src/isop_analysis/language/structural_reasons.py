"""Reasons of structural models as steps write them in English, by the name of their text."""

NAMES = r"'.+"
WHERE = r"(?P<where>(?: in group '[^']+')?(?:,? (?:within|between) clusters)?)"

STRUCTURAL: dict[str, str] = {
    "too_few_rows": r"(?P<found>\d+) usable rows \((?P<left_out>\d+) rows were left out\); expected at least "
    r"(?P<needed>\d+).*",
    "too_few_per_parameter": r"(?P<found>\d+) usable rows for (?P<parameters>\d+) free parameters\b.*",
    "nothing_complete": r"None of (?:the )?(?P<found>\d+) (?:rows|people) has .*",
    "nobody_answered": r"Nobody answered at occasion '(?P<where>[^']+)'; .*",
    "nobody_answered_anything": r"Nobody answered anything; .*",
    "no_value": rf"(?P<names>{NAMES}) has no value in any of (?P<found>\d+) rows; .*",
    "no_value_there": rf"'(?P<item>[^']+)' has no value{WHERE}; .*",
    "one_answer": rf"'(?P<item>[^']+)' is (?P<value>\S+) in all (?P<found>\d+) rows{WHERE}; .*",
    "one_answer_of_few": rf"'(?P<item>[^']+)' has one value in all (?P<found>\d+) rows{WHERE}; .*",
    "same_answers": rf"'(?P<item>[^']+)' and '(?P<other>[^']+)' are equal in all (?P<found>\d+) "
    rf"rows{WHERE} .*",
    "never_together": rf"'(?P<item>[^']+)' and '(?P<other>[^']+)' are seen together in fewer than two "
    rf"rows{WHERE}; .*: leave one out",
    "never_twice": rf"No cluster has two rows with (?P<names>{NAMES}); .*",
    "never_in_clusters": r"'(?P<item>[^']+)' and '(?P<other>[^']+)' are both seen in fewer than two "
    r"clusters; .*",
    "determined": rf"(?P<names>{NAMES}) determine each other exactly{WHERE}; .*",
    "determined_pair": rf"'(?P<item>[^']+)' and '(?P<other>[^']+)' determine each other{WHERE}: .*",
    "too_many_answers": r"'(?P<item>[^']+)' has (?P<found>\d+) different answers; expected at most "
    r"(?P<needed>\d+) .*",
    "few_answers": r"'(?P<item>[^']+)' has (?P<found>\d+) answers; expected at least (?P<needed>\d+) of an "
    r"ordered item .*",
    "not_given": r"Nobody in group '(?P<where>[^']+)' gives answer (?P<answers>'.+?'(?: and \d+ more)?) to "
    r"'(?P<item>[^']+)', .*",
    "not_given_at": r"Nobody in wave '(?P<where>[^']+)' gives answer (?P<answers>'.+?'(?: and \d+ more)?) to "
    r"'(?P<item>[^']+)', .*",
    "few_to_compare": r"Too few rows to compare measurement: .*; expected at least (?P<needed>\d+) a .*",
    "few_in_groups": r"Too few people with answers to compare in (?P<found>\d+) of (?P<all>\d+) groups of "
    r"'(?P<item>[^']+)'; expected at least (?P<needed>\d+) in each.*",
    "one_group": r"'(?P<item>[^']+)' has one group among the usable rows, .*",
    "one_cluster": r"'(?P<cluster>[^']+)' has one cluster among the usable rows; .*",
    "single_rows": r"All (?P<found>\d+) clusters have one row; .*",
    "few_clusters": r"(?P<found>\d+) clusters for a regression on (?P<count>\d+) predictors; expected at "
    r"least "
    r"(?P<needed>\d+).*",
    "differs_within": r"'(?P<item>[^']+)' stands at level 2 only, but differs within clusters .*",
    "never_differs_within": rf"(?P<names>{NAMES}) stands at level 1 but never differs within clusters; .*",
    "never_differs_between": rf"(?P<names>{NAMES}) is the same in all clusters; .*",
    "one_item": r"Factor '(?P<factor>[^']+)' has one item, '(?P<item>[^']+)'[;,] .*",
    "one_item_between": r"Factor '(?P<factor>[^']+)' has \d+ items?; .*",
    "no_one_thing": r"The items of '(?P<factor>[^']+)' don't measure one thing within clusters: .*",
    "unknown_variable_meant": r"The data have no column '(?P<variable>[^']+)', did you mean "
    r"'(?P<meant>[^']+)'\? .*",
    "unknown_variable": r"The data have no column '(?P<variable>[^']+)'; .*",
    "no_numbers": r"'(?P<item>[^']+)' holds text; .*",
    "too_many_parameters": r"The model has (?P<parameters>\d+) free parameters, (?P<over>\d+) more than "
    r"the data "
    r"have .*",
    "not_identified": rf"The model is not identified: (?P<lines>{NAMES}) can change together .*",
    "not_converged": r"Not converged after (?P<steps>\d+) steps: .*",
    "no_start": r"The starting values imply a covariance matrix that is not positive definite; .*",
    "unknown_label_meant": rf"'(?P<line>.+)' (?:uses|names) (?P<lines>{NAMES}), which no parameter is "
    rf"labelled, did "
    rf"you mean "
    r"'(?P<meant>[^']+)'\? .*",
    "unknown_label": rf"'(?P<line>.+)' (?:uses|names) (?P<lines>{NAMES}), which no parameter is labelled; .*",
    "label_taken": r"'(?P<line>.+) :=' defines a name that is taken; .*",
    "no_model": r"The model is empty; .*",
    "no_operator": r"'(?P<line>.+)' has no operator; .*",
    "not_built": r"'(?P<line>.+)' asks for .+, which this version does not fit",
    "product": r"'(?P<variable>.+)' in '(?P<line>.+)' is a product; .*",
    "no_name": r"'(?P<variable>.*)' in '(?P<line>.+)' is no variable's name; .*",
    "twice_in_line": r"'(?P<variable>.+)' stands twice in '(?P<line>.+)'; .*",
    "both_sides": r"'(?P<variable>.+)' stands on both sides of '(?P<line>.+)'; .*",
    "factors_only": r"The model names factors only; .*",
    "broke_down": r"The calculation broke down at a singular matrix; .*",
    "few_for_answers": r"(?P<found>\d+) rows are too few to tell the answers to '(?P<item>[^']+)' apart; .*",
    "not_in_model": r"'(?P<variable>[^']+)' is called ordered but is no variable of the model.*",
    "modifier": r"Modifier '(?P<variable>.*)' in '(?P<line>.+)' can't be read; .*",
    "unreadable": r"'(?P<line>.+)' can't be read; .*",
    "written_twice": r"'(?P<line>.+)' is written twice with different modifiers; .*",
    "level": r"Level '(?P<line>.+)' is unknown; .*",
    "entries": r"The modifier of '(?P<line>.+)' has (?P<found>\d+) entries, the data (?P<count>\d+) "
    r"groups?; .*",
    "unknown_group": rf"The syntax names group (?P<lines>{NAMES}); expected groups of the data: .*",
    "on_bound": r"(?P<parameters>.+) stands on a bound, where estimates aren't normally distributed; .*",
    "heywood": rf"The variance of (?P<names>{NAMES}?){WHERE} is estimated below zero \(a Heywood case\): the "
    r"solution is inadmissible",
    "latent_indefinite": rf"The covariance matrix of the latent variables{WHERE} is not positive definite",
    "residuals_indefinite": rf"The covariance matrix of the residuals{WHERE} is not positive definite",
}

INADMISSIBLE = ("heywood", "latent_indefinite", "residuals_indefinite")
"""Those that notes of a fit hold, which has a solution that no population can have."""
