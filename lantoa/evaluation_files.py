"""Reading of the files that evaluations are made on."""

from pathlib import Path


def text(path: Path, error: type[ValueError]) -> str:
    """Give what a UTF-8 file holds, with or without a byte order mark.

    Raises:
        ValueError: Of the type given: the file is missing or no UTF-8.
    """
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else "expected UTF-8"
        raise error(f"{path} cannot be read: {reason}") from problem
