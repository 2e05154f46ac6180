"""The command line: one small module per command, and the few things they share.

``main`` finds the command, ``options`` parses, ``terminal`` prints for people, ``shapes`` says what JSON looks like.
"""
