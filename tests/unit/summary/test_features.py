"""Each feature with a sentence that has it and one that hasn't."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from nutgraf.summary.cues import cues_for
from nutgraf.summary.features import Weights, has_broken_quote, measure, score
from nutgraf.summary.vectors import Floats, vectorise

PLAIN = "The harbour of the old town was closed for repairs last night."


def measured(*sentences: str, title: str = "", language: str = "en") -> dict[str, Floats]:
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
    assert not measured("The mayor said “we closed our harbour” to a full room last night.")["first_person"].any()


def test_place_features() -> None:
    columns = measured(*[PLAIN] * 7)
    assert columns["rank"].tolist() == pytest.approx([1 / (1 + i) for i in range(7)])
    assert columns["first"].tolist() == [1, 0, 0, 0, 0, 0, 0]
    assert columns["first_five"].tolist() == [1, 1, 1, 1, 1, 0, 0]


def test_title_overlap_and_title_copy() -> None:
    columns = measured(
        "storm shuts harbour today.", "storm waves hit homes.", "cake was sold.", title="storm shuts harbour today"
    )
    assert columns["title"][0] > columns["title"][1] > columns["title"][2] == 0
    assert columns["title_copy"].tolist() == [1, 0, 0]


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


def test_every_feature_has_a_weight_and_every_weight_a_feature() -> None:
    names = {f.name for f in fields(Weights)} - {"redundancy"}
    assert set(measured(PLAIN)) == names


def test_score_is_the_weighted_sum() -> None:
    columns = {"rank": np.array([1.0, 0.5]), "question": np.array([0.0, 1.0])}
    weights = replace(Weights(), rank=2.0, question=-3.0)
    assert score(columns, weights).tolist() == [2.0, -2.0]
