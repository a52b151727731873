"""Which characters make up words: scripts without spaces, combining marks, initials of more than one character."""

from __future__ import annotations

DENSE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
)
"""Scripts written without spaces between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""
MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8"
    "\u0711\u0730-\u074a\u07a6-\u07b0\u0900-\u0963\u0966-\u0dff\u0f18-\u0f39\u0f71-\u0f84\u0f8d-\u0fbc\u135d-\u135f"
    "\u180b-\u180d\u1a17-\u1a1b\u1b00-\u1b4b\u1dc0-\u1dff\u200c\u200d\ufe00-\ufe0f\ufe20-\ufe2f"
)
"""Combining marks and joiners, which `\\w` leaves out: without them the words of most Indian scripts fall apart."""
WORD_CHARACTER = f"[\\w{MARKS}]"
SYLLABLE = (
    "[\u0b85-\u0bb9\u0c05-\u0c39\u0c85-\u0cb9\u0d05-\u0d3a][\u0bbe-\u0bcd\u0c3e-\u0c4d\u0cbe-\u0ccd\u0d3e-\u0d4d]?"
)
"""One letter of Tamil, Telugu, Kannada or Malayalam with its vowel: an initial there. Not Devanagari, Bengali or
Gujarati, where so short a word may well end a sentence."""
THAI = "\u0e00-\u0eff"
"""Thai and Lao, which end no sentence with a full stop."""
HANGUL = ("\uac00", "\ud7a3")
"""The first and the last syllable of Korean."""
