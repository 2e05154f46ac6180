"""The configuration that ``page-watch init`` writes."""

SAMPLE = """\
# page-watch: what is watched, how often, and who is told.
# Check this file with `page-watch config`. Every key is explained in docs/configuration.md.

# Where the history is kept. A path starts at this file's folder; PostgreSQL: postgresql://user@host/database
database: sqlite:///page-watch.db

# Where notices go. A channel named `log` is always there. Secrets are best taken from the environment, as
# ${VARIABLE}, or from a file (password_file, secret_file, url_file).
channels:
  # mail:
  #   kind: email
  #   host: smtp.example.org
  #   security: starttls            # or tls, none
  #   user: watcher
  #   password: ${SMTP_PASSWORD}
  #   from: watcher@example.org
  #   to: [team@example.org]
  # hook:
  #   kind: webhook
  #   url: ${HOOK_URL}
  #   secret: ${HOOK_SECRET}        # signs each message
  # chat:
  #   kind: apprise                 # needs the extra: pip install page-watch[apprise]
  #   url: ${CHAT_URL}

# What holds for every watch that does not say otherwise.
defaults:
  every: 6h                         # or cron: "0 6 * * 1-5"
  jitter: 10m                       # checks are spread by up to this much
  timezone: UTC
  channels: [log]                   # who is told of changes
  notify: [added, reworded, moved, removed, restored]
  stale_after: 3d                   # no good check for so long: people are told

# How pages are asked for.
fetch:
  # contact: team@example.org       # so that the owner of a page can reach you
  timeout: 30s
  max_bytes: 20MB

# The pages.
watches:
  - name: page-peru                 # the history belongs to this name
    title: PAGE Peru
    url: https://un-page.org/countries/peru
  # - name: elsewhere
  #   url: https://example.org/history
  #   cron: "0 6 * * 1-5"
  #   select: {timeline: "#history", year: h3, item: li}
  #   limits: {min_milestones: 10}
"""
