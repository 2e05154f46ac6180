"""The daemon, and the single round for those who have none.

``daemon.run`` runs for months; ``once.once`` makes one round of what is due. Only ``alarms`` knows APScheduler.
"""
