"""What all tests share: nobody's own site memory is read or written by them."""

from __future__ import annotations

import os

os.environ["NUTGRAF_MEMORY"] = "false"
