"""page-watch: hear which milestone on a watched page is new, reworded, moved or gone."""

__version__ = "0.1.0"
