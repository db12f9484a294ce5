"""lavaan's syntax as statements."""

import math

import pytest

from isop_analysis.stats.structural.refusals import Refused
from isop_analysis.stats.structural.syntax import parse


def written(text: str) -> list[str]:
    return [str(line) for line in parse(text).statements]


def test_operators_comments_and_separators():
    text = """
    # a comment
    f =~ x1 + x2 ! another
      + x3; y ~ f
    y ~~ x1
    y ~ 1
    """
    assert written(text) == ["f =~ x1", "f =~ x2", "f =~ x3", "y ~ f", "y ~~ x1", "y ~ 1"]


def test_lines_that_go_on():
    assert written("f =~ x1 +\n x2 +\n x3") == ["f =~ x1", "f =~ x2", "f =~ x3"]
    assert written("f =~\nx1 + x2") == ["f =~ x1", "f =~ x2"]


def test_several_left_sides():
    assert written("y1 + y2 ~ x") == ["y1 ~ x", "y2 ~ x"]


def test_modifiers():
    lines = parse("y ~ b*x + -0.5*z + NA*w + start(0.8)*v + c(1, NA)*u + c(a, b)*t + 1e-2*s").statements
    assert lines[0].modifier.labels == ("b",)
    assert lines[1].modifier.values == (-0.5,)
    assert math.isnan(lines[2].modifier.values[0])
    assert lines[3].modifier.starts == (0.8,)
    assert lines[4].modifier.values[0] == 1
    assert math.isnan(lines[4].modifier.values[1])
    assert lines[5].modifier.labels == ("a", "b")
    assert lines[6].modifier.values == (0.01,)


def test_a_repeated_term_adds_its_modifier():
    (first, second) = parse("f =~ NA*x1 + a*x1 + x2").statements
    assert first.modifier.labels == ("a",)
    assert math.isnan(first.modifier.values[0])
    assert second.rhs == "x2"


def test_intercepts():
    lines = parse("y ~ 0*1 + x\nz ~ 0").statements
    assert [(line.lhs, line.op, line.modifier.values) for line in lines] == [
        ("y", "~1", (0.0,)),
        ("y", "~", ()),
        ("z", "~1", (0.0,)),
    ]


def test_levels_and_groups():
    read = parse("level: 1\nf =~ a + b\nlevel: between\ng =~ a + b")
    assert read.levels == (1, 2)
    assert [line.level for line in read.statements] == [1, 1, 2, 2]
    assert parse('group: "one"\nf =~ a + b\ngroup: two\nf =~ a + b').groups == ("one", "two")


def test_definitions():
    read = parse("y ~ a*x\nindirect := a * b ^ 2")
    assert [(one.name, one.expression) for one in read.definitions] == [("indirect", "a*b^2")]


def test_a_covariance_written_both_ways_is_one():
    assert written("x ~~ y\ny ~~ x") == ["x ~~ y"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The model is empty"),
        ("just words", "'just words' has no operator"),
        ("x1 < 3", "inequality constraints, which this version does not fit"),
        ("f <~ x1", "formative factors"),
        ("y ~ a*x\n2*a == 1", "expected 'label == label' or 'label == number'"),
        (
            "y ~ c(p, NA, NA)*x",
            "'c\\(p, NA, NA\\)' in .* mixes labels with numbers or NA; expected labels only",
        ),
        ('f =~ x1 + equal("f=~x2")*x3', "names a parameter; expected its label: write one label before both"),
        ('efa("e")*f =~ x1 + x2', "asks for exploratory factors, which this version does not fit"),
        ("f =~ 0", "'f =~ 0' has no items; expected observed or latent variables"),
        ("y ~ x:z", "'x:z' in 'y ~ x:z' is a product; make the product a column of the data"),
        ("y ~ x + 2", "'2' in 'y ~ x \\+ 2' is no variable's name"),
        ("y ~ prior(1)*x", "Modifier 'prior\\(1\\)' in"),
        ("y ~ a*x\ny ~ b*x", "'y ~ x' is written twice with different modifiers"),
        ("level: 3\ny ~ x", "Level '3' is unknown; expected level: 1"),
    ],
)
def test_what_can_not_be_read(text, sentence):
    with pytest.raises(Refused, match=sentence):
        parse(text)
