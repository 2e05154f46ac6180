"""What a check means: what a page would make of the history, and whether that is believed. Pure."""
