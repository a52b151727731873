"""Signals of the text: for each a line that gives it and a near one that does not; nothing raises, nothing crawls."""

from __future__ import annotations

import timeit
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.boilerplate.signals.text import text_signals
from nutgraf.model import count_words

NEAR = [
    ("words_1_3", "The ferry sails", "The ferry sails again"),
    ("words_4_8", "The ferry sails again", "The ferry sails"),
    ("words_4_8", "w " * 8, "w " * 9),
    ("words_9_16", "w " * 9, "w " * 17),
    ("words_17_30", "w " * 30, "w " * 31),
    ("words_31_60", "w " * 60, "w " * 61),
    ("words_over_60", "w " * 61, "w " * 60),
    ("ends_sentence", "The ferry sails in May.", "The ferry sails again."),
    ("ends_sentence", "“The ferry sails in May.”", "“The ferry sails in May”"),
    ("ends_sentence", "नाव मई में फिर से चलेगी।", "नाव मई में फिर से चलेगी"),
    ("ends_short", "It sails again.", "It sails again"),
    ("ends_cut", "The ferry sails again in …", "The … ferry sails again"),
    ("ends_cut", "The ferry sails again [...]", "The ferry sails again [.]"),
    ("ends_colon", "Read more:", "Read: more"),
    ("ends_colon", "延伸阅读：", "延伸：阅读"),
    ("ends_open", "The harbour, again", "The harbour, again."),
    ("ends_exclaiming", "Sign up now!", "Sign up now! Or never"),
    ("asks", "Who pays for it?", "Who pays? Nobody."),
    ("begins_lower", "and then it sailed", "And then it sailed"),
    ("begins_quote", "“We sail,” she said.", "She said: “We sail.”"),
    ("begins_quote", "「船が出る」", "船「が出る」"),
    ("all_capitals", "READ THIS", "READ This"),
    ("all_capitals", "NATO", "EU"),
    ("title_case", "The Night Ferry", "The night Ferry"),
    ("bare_url", "https://wire.example/a/b?c=d", "https://wire.example/a is where it stands"),
    ("bare_url", "Join: https://wire.example/a.", "You can join https://wire.example/a"),
    ("bare_url", "wire.com/ferry", "wire.com is down"),
    ("has_url", "See www.wire.example/a for more", "See www for more"),
    ("has_url", "It is at https://wire.example now", "https://wire.example/"),
    ("has_email", "Write to desk@wire.example today", "Write to desk@wire today"),
    ("has_handle", "Follow @coastwire today", "Write to desk@coastwire today"),
    ("has_hashtag", "Tag it #ferryday", "It is number #1"),
    ("has_phone", "Call 555 123 4567", "It cost 5551 crowns"),
    ("has_phone", "Call +44 20 7946", "Minus 44, plus 20"),
    ("has_date", "Posted 2026-02-18", "Posted 2026-02"),
    ("has_date", "On 18 February 2026", "In February 2026"),
    ("has_date", "On March 3, 2026", "On March third, 2026"),
    ("has_date", "2026年2月18日", "2026年"),
    ("has_year", "Founded in 1994", "Founded in 19940"),
    ("has_clock", "Updated 14:20", "Score 14:2"),
    ("has_arrow", "Read on →", "From A → B"),
    ("has_arrow", "• The ferry", "The • ferry"),
    ("has_emoji", "Follow us 👉 here", "Follow us here, señor"),
    ("has_price", "From $4 a month", "From four dollars a month"),
    ("has_price", "Für 4 € im Monat", "Für 4 Euro im Monat"),
    ("has_footnote_mark", "[1] The harbour book", "The harbour book [1]"),
    ("has_footnote_mark", "2 Harbour Book, page 4", "2 boats came in"),
    ("has_copyright_sign", "© Coast Wire", "Copyright Coast Wire"),
    ("has_copyright_sign", "(c) 2026 Coast Wire", "(c) Coast Wire"),
    ("has_bars", "Home | City | Tram", "Home, City, Tram"),
    ("has_bars", "Home · City", "Home·City"),
    ("mostly_digits", "14:20 19/03", "It was 14:20 by then"),
    ("no_letters", "* * *", "* a *"),
    ("no_letters", "2026", "2026a"),
    ("mentions_whatsapp", "Our WhatsApp channel", "What an app"),
    ("mentions_telegram", "Find us on Telegram", "Find us by telegraph"),
    ("speaks_as_we", "Tell us what happened", "They told the bus driver"),
    ("speaks_as_we", "Folgen Sie uns", "Folgen hat es keine"),
    ("speaks_to_you", "What do you think", "What does Youssef think"),
    ("speaks_to_you", "Votre avis compte", "Un avis compte"),
]
LONG = [
    "https://wire.example/" * 4000,
    "www." * 11 + "." * 60_000 + "x",
    "harbour.com/" * 6000 + " x",
    "desk@wire." * 6000,
    "@" * 60_000,
    "a" * 60_000 + "@",
    "[" * 60_000 + "]",
    "." + ")" * 60_000 + "x",
    "://" * 20_000,
    "12-" * 20_000 + "x",
    ">" + " " * 60_000 + "x",
    "#" * 60_000,
]


def shows(text: str) -> set[str]:
    return set(text_signals(text, count_words(text)))


@pytest.mark.parametrize(("signal", "yes", "no"), NEAR)
def test_a_line_that_gives_the_signal_and_a_near_one(signal: str, yes: str, no: str) -> None:
    assert signal in shows(yes)
    assert signal not in shows(no)


def test_a_long_paragraph_is_not_searched_for_pieces() -> None:
    short, long = "Write to desk@wire.example, you too.", "The ferry sails again. " * 15
    assert {"has_email", "speaks_to_you"} <= shows(short)
    assert not {"has_email", "speaks_to_you"} & shows(f"{short} {long}")


@given(st.text())
def test_wild_text_gives_one_length_and_one_end(text: str) -> None:
    found = list(text_signals(text, count_words(text)))
    assert len(found) == len(set(found))
    assert len([name for name in found if name.startswith("words_")]) == 1
    ends = {"ends_cut", "ends_sentence", "ends_short", "ends_colon", "ends_open"}
    assert len(ends & set(found)) == 1


@given(st.text(alphabet="aZ1 .:/@#|[]()<>?!wcom-©→\n“”", max_size=300))
def test_text_made_of_what_the_patterns_look_for_never_raises(text: str) -> None:
    assert shows(text)


@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:12])
def test_time_grows_with_the_text_only(text: str) -> None:
    """Four times the text takes about four times as long; the floor keeps a busy machine's noise out."""

    def seconds(part: str) -> float:
        return min(timeit.repeat(lambda: shows(part), number=1, repeat=5, timer=process_time))

    assert seconds(text) < 10 * max(seconds(text[: len(text) // 4]), 0.01)


def test_a_line_of_dots_after_an_address_takes_no_time() -> None:
    """A nested repeat at the end of the pattern for bare addresses once took seconds for this line."""
    line = "www." * 11 + "." * 20_000 + "x"
    assert min(timeit.repeat(lambda: shows(line), number=1, repeat=3, timer=process_time)) < 0.5


def test_a_dotted_capital_of_turkish_is_no_word_of_english() -> None:
    assert "speaks_as_we" not in set(text_signals("İYİ PARTİ LİSTESİ", 3))
    assert "speaks_as_we" in set(text_signals("What I saw", 3))
