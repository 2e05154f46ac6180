"""The steps. A step that was released is never changed again: what it made lies in people's databases."""
