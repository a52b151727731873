"""How well nutgraf reads real pages, beside other extractors: `make bench-quality DATA=folder`.

The pages are public data sets with references by people; docs/quality.md says which, and what came out.
"""
