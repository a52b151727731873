"""What holds of every Reading, whatever was read."""

from __future__ import annotations

from itertools import pairwise

from nutgraf.model import Reading


def check(reading: Reading) -> None:
    """Fail where a Reading is not what every Reading is."""
    assert len(reading.blocks) == len(reading.labels) > 0
    assert [b.id for b in reading.blocks] == list(range(len(reading.blocks)))
    roles = {b.id: label.role for b, label in zip(reading.blocks, reading.labels)}
    for sentence in reading.summary:
        assert sentence.text == reading.blocks[sentence.block].text[sentence.start : sentence.end]
        assert sentence.text.strip() == sentence.text != ""
        assert roles[sentence.block] == "content"
    places = [(s.block, s.start, s.end) for s in reading.summary]
    assert places == sorted(places)
    assert all(a[0] < b[0] or a[2] <= b[1] for a, b in pairwise(places))
    for label in reading.labels:
        assert label.role in ("content", "aside", "boilerplate")
        assert 0 <= label.confidence <= 1
        assert label.role != "boilerplate" or (label.kind and label.reason)
    kept = [b.text for b in reading.blocks if roles[b.id] != "boilerplate"]
    assert reading.text == "\n".join(kept)
