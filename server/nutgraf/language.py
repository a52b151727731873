"""The language of a page: what the page says, unless its text plainly says otherwise.

The only importer of py3langid.
"""

from __future__ import annotations

import re
from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from nutgraf.dom import Tree

ENOUGH = 120
"""Characters from which a text's language can be told."""
SAMPLE = 800
"""Characters looked at: more do not change the answer and cost time."""
SURE = 0.98
_CODE = re.compile(r"\s*([a-z]{2})(?:[-_].*)?\s*$", re.I)


def page_language(tree: Tree, given: str | None, text: str) -> str | None:
    """ISO 639-1 code of a page: the caller's word, else the page's own, else detected from its text.

    A page's own word loses against its text when the detector is sure of another language: templates are copied
    with `lang="en"` in them.
    """
    if code := normalise(given):
        return code
    own = normalise(tree.get("lang") or tree.get("xml:lang")) or _meta_language(tree)
    return _checked(own, text)


def text_language(given: str | None, text: str) -> str | None:
    """ISO 639-1 code of a plain text: the caller's word, else detected; None when it is too short to tell."""
    return normalise(given) or _checked(None, text)


def normalise(code: str | None) -> str | None:
    """`de-AT` and `DE` as `de`; None for what is no language code."""
    found = _CODE.match(code or "")
    return found.group(1).lower() if found else None


def _meta_language(tree: Tree) -> str | None:
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("http-equiv") or meta.get("name") or "").lower()
        if name in ("og:locale", "content-language", "dc.language") and (code := normalise(meta.get("content"))):
            return code
    return None


def _checked(own: str | None, text: str) -> str | None:
    sample = text[:SAMPLE]
    if len(sample) < ENOUGH and own:
        return own
    if not sample.strip():
        return None
    code, probability = identifier().classify(sample)
    if own is None:
        return str(code) if probability > 0.5 else None
    return str(code) if probability >= SURE else own


@lru_cache(maxsize=1)
def identifier() -> LanguageIdentifier:
    """The model by which languages are told, unpacked from its file once: that takes nearly half a second."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
