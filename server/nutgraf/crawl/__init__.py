"""Millions of pages on datatrove: its executors, sandbox, writers and resumption around nutgraf's reader.

The only importer of datatrove (`pip install 'nutgraf[batch]'`). `run` plans and runs a crawl on this machine, and gives
its passes to whoever runs them elsewhere, on Slurm or Ray (docs/scale.md). `pages` reads rows out of files, which
`stored` opens wherever they lie, `sandbox` has something done with each page in a process that may die, `counting`
fills site memory before the pages are read with it, from numbers that `shards` keeps apart; `local` runs tasks here.
"""

import os

# numpy would start a thread for each processor in each task
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# loguru, by which datatrove logs, else writes the values of variables beside a traceback: text of pages
os.environ.setdefault("LOGURU_DIAGNOSE", "NO")
