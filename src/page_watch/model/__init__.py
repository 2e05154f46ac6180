"""The words of the field, as types. All of them are immutable, and none knows a clock, file, socket or database."""
