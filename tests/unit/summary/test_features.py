"""Each feature with a sentence that has it and one that hasn't."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from nutgraf.summary.cues import cues_for
from nutgraf.summary.features import REASONS, Weights, default_weights, has_broken_quote, measure, reasons, score
from nutgraf.summary.vectors import vectorise

PLAIN = "The harbour of the old town was closed for repairs last night."


def measured(*sentences: str, title: str = "", language: str = "en") -> dict[str, list[float]]:
    terms = [s.lower().strip(".?!").split() for s in sentences]
    return measure(sentences, vectorise(terms), title.lower().split(), cues_for(language))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("capitals", "The harbour of Port Ellen was closed by Mayor Lind on Friday night."),
        ("numbers", "The harbour of the old town was closed to 300 boats in 2019."),
        ("short", "The harbour was closed."),
        ("excess_words", "The harbour " + "of the old town " * 10 + "was closed."),
        ("long", "The harbour " + "of the old town " * 12 + "was closed."),
        ("no_end_mark", "The harbour of the old town was closed for repairs last night"),
        ("question", "Was the harbour of the old town closed for repairs last night?"),
        ("caption", "Pictured: the harbour of the old town was closed for repairs last night."),
        ("opening_pronoun", "It had been closed for repairs since the storm of last night."),
        ("opening_connective", "But the harbour of the old town was closed for repairs last night."),
        ("opening_quote", "“The harbour of the old town was closed,” said the mayor last night."),
        ("quoted", "The mayor said “the harbour of the old town was closed” last night."),
        ("broken_quote", "The harbour of the “old town was closed for repairs last night."),
        ("first_person", "The harbour of our old town was closed for repairs last night."),
    ],
)
def test_features_of_the_sentence_itself(name: str, sentence: str) -> None:
    column = measured(PLAIN, sentence)[name]
    assert column[0] == 0
    assert column[1] > 0


def test_first_person_inside_a_quotation_does_not_count() -> None:
    assert not measured("The mayor said “we closed our harbour” to a full room last night.")["first_person"][0]


def test_place_features() -> None:
    columns = measured(*[PLAIN] * 7)
    assert columns["rank"] == pytest.approx([1 / (1 + i) for i in range(7)])
    assert columns["first"] == [1, 0, 0, 0, 0, 0, 0]
    assert columns["second"] == [0, 1, 0, 0, 0, 0, 0]
    assert columns["third"] == [0, 0, 1, 0, 0, 0, 0]
    assert columns["first_five"] == [1, 1, 1, 1, 1, 0, 0]


def test_title_overlap_and_title_copy() -> None:
    columns = measured(
        "storm shuts harbour today.", "storm waves hit homes.", "cake was sold.", title="storm shuts harbour today"
    )
    for name in ("title", "title_cosine"):
        assert columns[name][0] > columns[name][1] > columns[name][2] == 0
    assert columns["title_copy"] == [1, 0, 0]


def test_centrality_features_know_the_subject() -> None:
    columns = measured("storm hit harbour.", "cake sold well.", "storm shut harbour.")
    assert columns["forward_centrality"][0] > columns["forward_centrality"][1]
    assert columns["centroid"][2] > columns["centroid"][1]


@pytest.mark.parametrize(
    ("sentence", "broken"),
    [
        ("„Ja“, sagte er.", False),
        ("„Ja, sagte er.", True),
        ("«Да», сказал он.", False),
        ("“Yes.", True),
        ('"Yes" and "no', True),
        ("「はい。", True),
        ("It's the dogs' day.", False),
    ],
)
def test_broken_quotes(sentence: str, broken: bool) -> None:
    assert has_broken_quote(sentence) is broken


def test_words_that_a_short_sentence_lacks() -> None:
    assert measured("The harbour was closed.", "The old harbour " * 7)["words_lacking"] == [0.8, 0.0]


KNOWN_TO_THE_DOCUMENT = {"opens_paragraph", "standfirst", "doubt"}


def test_every_feature_has_a_weight_and_every_weight_a_feature() -> None:
    names = {f.name for f in fields(Weights)} - {"redundancy"}
    assert set(measured(PLAIN)) | KNOWN_TO_THE_DOCUMENT == names
    assert {name for group in REASONS.values() for name in group} <= names


def test_what_the_lead_says_counts_for_the_others_only() -> None:
    to_lead = measured("storm shuts harbour.", "storm waves.", "cake was sold.")["to_lead"]
    assert to_lead[1] > to_lead[0] == to_lead[2] == 0


def test_no_sentences_no_features() -> None:
    assert not any(measured().values())
    assert score(measured(), default_weights()) == []


def test_score_is_the_weighted_sum() -> None:
    columns = {"rank": [1.0, 0.5], "question": [0.0, 1.0]}
    weights = replace(default_weights(), rank=2.0, question=-3.0)
    assert score(columns, weights) == [2.0, -2.0]


def test_a_sentence_is_chosen_for_what_it_has_over_the_others() -> None:
    names = [name for group in REASONS.values() for name in group]
    none = Weights(**dict.fromkeys(Weights.__dataclass_fields__, 0.0))
    columns = {name: [0.0, 0.0, 0.0] for name in names} | {"title": [0.0, 1.0, 0.0], "rank": [1.0, 0.5, 0.1]}
    weights = replace(none, rank=1.0, title=3.0)
    assert reasons(columns, weights, 0) == ("lead",)
    assert reasons(columns, weights, 1) == ("title words",)
    assert reasons(columns, weights, 2) == ()
