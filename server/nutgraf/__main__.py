"""`python -m nutgraf` is the `nutgraf` command."""

from nutgraf.cli import main

main()
