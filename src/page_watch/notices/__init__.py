"""Who is told what and when, and how notices go together into messages. Pure."""
