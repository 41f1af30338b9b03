"""The demonstration's gifts, honours and expenses."""


def load():
    """Later."""
