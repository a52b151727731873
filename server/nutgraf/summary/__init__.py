"""A few verbatim sentences that say what the page says: splitting, measuring, choosing. The only importer of sumy.

>>> from nutgraf.summary import summarize  # doctest: +SKIP
>>> summarize(blocks, labels, title="Harbour tunnel opens", language="en", count=3)  # doctest: +SKIP

`sentences` splits text, `words` and `vectors` turn sentences into tf-idf; `candidates` says which sentences of a page
may be picked at all, `setting` what each leans on, `cues` and `features` measure each, `selection` picks. `news` makes
a summariser of sumy's kind of these, `algorithms` has sumy's own beside it, `summarizer` tells the whole story.
"""

from __future__ import annotations

import os

# Before numpy loads: on vectors of a page's size a second BLAS thread costs more than it computes.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from nutgraf.summary.algorithms import ALGORITHMS, UnknownAlgorithmError, summarizer_for
from nutgraf.summary.news import NewsSummarizer
from nutgraf.summary.sentences import split
from nutgraf.summary.summarizer import Summary, digest, summarize

__all__ = [
    "ALGORITHMS",
    "NewsSummarizer",
    "Summary",
    "UnknownAlgorithmError",
    "digest",
    "split",
    "summarize",
    "summarizer_for",
]
