"""Which milestone of a new list is which of the old, and what changed inside a text. Pure."""
