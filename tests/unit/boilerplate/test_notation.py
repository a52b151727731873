"""The notation of cues: gaps, stars, optional words, anchors, folding, and matching that grows with the text only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import assert_linear
from nutgraf.boilerplate.notation import Cue, compile_cue, fold, keys_of


def cue(phrase: str, **names: str) -> Cue:
    return compile_cue(phrase, "follow", True, "en", names)


def found(phrase: str, text: str) -> bool:
    """Whether the cue matches; its keys must never rule a match out."""
    compiled, folded = cue(phrase), fold(text)
    hit = compiled.found_in(folded)
    assert not hit or all(need & keys_of(folded) for need in compiled.needs)
    return hit


@pytest.mark.parametrize(
    ("phrase", "yes", "no"),
    [
        ("follow us", "Please FOLLOW — us!", "follow usual paths"),
        ("follow us", "Follow 👉 us", "unfollow us"),
        ("(follow|join up with) us", "Join up with us", "join us"),
        ("follow ~2 whatsapp", "follow our new WhatsApp", "follow our very new WhatsApp"),
        ("follow ~ now", "follow a b c now", "follow a b c d now"),
        ("abonn* us", "abonnieren us", "bonn us"),
        ("*brief weekly", "Newsbrief weekly", "newsbriefs weekly"),
        ("follow us? now", "follow now", "follow them now"),
        ("follow us? now", "follow us now", "follow usnow"),
        ("^the? story", "story of a ferry", "a story"),
        ("^the? story", "The story", "lather story"),
        ("follow ~3 our? channel", "follow this nice channel", "follow channels"),
        ("more here? $", "more", "more there"),
        ("more here? $", "more here.", "more here again"),
        ("more (a|b)? c? $", "more", "more d"),
        ("read:", "Read: ferry sails", "read ferry sails"),
        ("read:", "Read : ferry", "read; ferry"),
        ("(read|see): ~2 $", "See: two words", "see: three whole words"),
        ("# min read", "4 min read", "four min read"),
        ("# min read", "Reading: 12 min read", "b min read"),
        ("^read also", "» Read also", "We read also"),
        ("read more$", "Read more →", "read more books"),
        ("^more ~2 $", "More: of this", "more of this one"),
        ("^~2 reporter $", "Our young reporter", "One of our reporter"),
        ("say (below|$)", "have your say!", "have your say tomorrow"),
        ("say (below|$)", "have your say below or not", "saying"),
        ("©*", "©2024", "copyright"),
        ("don't miss", "Don’t miss", "dont miss"),
        ("at @*", "at @ferry", "at ferry"),
    ],
)
def test_the_notation(phrase: str, yes: str, no: str) -> None:
    assert found(phrase, yes)
    assert not found(phrase, no)


def test_a_name_stands_for_its_string() -> None:
    assert cue("on ({places})", places="land|sea").found_in("out on sea")


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("ilginizi çekebilir", "İLGİNİZİ ÇEKEBİLİR"),
        ("ilginizi çekebilir", "ilginizi çekebilir"),
        ("lire aussi", "À LIRE\u00a0AUSSI"),
        ("اقرأ أيضا", "إقرأ أيضًا".replace("إ", "ا")),
        ("بیشتر بخوانید", "بيشتر بخوانيد"),
        ("نسخه چاپی", "نسخة\u200c چاپی"),
        ("می خوانید", "می\u200f خوانید"),
        ("भी पढ़ें", "भी पढ़ें"),
        ("यहाँ क्लिक", "यहां क्लिक"),
        ("വായനക്കാർ", "വായനക്കാര്‍"),
        ("читайте ещё", "ЧИТАЙТЕ ЕЩЕ"),
        ("διαβάστε επίσης", "ΔΙΑΒΑΣΤΕ ΕΠΙΣΗΣ"),
        ("상관 기사", "상관 기사"),
        ("cafe", "cafe\u0301"),
        ("soft", "so\u00adft"),
    ],
)
def test_case_accents_and_invisible_signs_make_no_difference(phrase: str, text: str) -> None:
    assert found(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "yes", "no"),
    [
        ("(关注|關注) 我们", "请关注我们的频道", "关注他们"),
        ("加入 ~4 (频道|頻道)", "加入官方的频道", "加入我们的一个新的官方频道"),
        ("关注 whatsapp 频道", "请关注WhatsApp频道", "关注telegram频道"),
        ("^続きを読む $", "続きを読む »", "続きを読む人"),
        ("作者 : ~4 $", "作者：米拉", "作者：米拉住在北京很久了"),
    ],
)
def test_scripts_without_spaces(phrase: str, yes: str, no: str) -> None:
    assert found(phrase, yes)
    assert not found(phrase, no)


@pytest.mark.parametrize("phrase", ["", "^ ~3 $", "us?", "(follow", "follow (us (all|both))", "a|b", "(a||b)", "# $"])
def test_a_cue_that_cannot_be_meant_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match=r"brackets|fixed word"):
        cue(phrase)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(KeyError):
        cue("on ({places})")


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.lists(st.sampled_from(["follow", "our", "whatsapp", "!", "channel", "the", "—"]), max_size=12))
def test_keys_never_rule_out_a_match(words: list[str]) -> None:
    found("follow ~3 (whatsapp|our) channel", " ".join(words))


@pytest.mark.parametrize(
    ("phrase", "piece"),
    [
        ("follow ~6 (whatsapp|telegram) channel", "follow us "),
        ("^~12 follow ~12 $", "follow us "),
        ("*gram us", "instagra "),
        ("more ~8 $", "more! "),
        ("加入 ~8 频道", "加入"),
    ],
)
def test_matching_grows_with_the_text_only(phrase: str, piece: str) -> None:
    """Four times the text may take four times as long and some noise; backtracking would make it sixteen times."""
    texts = {n: fold(piece * n) for n in (1000, 4000)}
    assert_linear(lambda n: [cue(phrase).found_in(texts[n]) for _ in range(20)], 1000)
