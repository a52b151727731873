"""Input that nobody wrote: bytes bred against the code's own branches, and pages grown from elements."""
