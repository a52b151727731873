"""Site memory: what this machine has seen on a site, kept as keyed numbers and counts.

`domains` says which site a page is of, `fingerprints` turns its blocks into numbers, `postings` keeps the pages of a
number, `database` holds them in SQLite or PostgreSQL, `memory` looks up and adds.
"""
