"""Where decisions of people are written, and what the one who asks may decide."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import flask

from dashboards import auth, users
from dashboards.users import Role
from warehouse import codings
from warehouse.codings import Entry


@dataclass(frozen=True)
class Desk:
    """What somebody may do about what is shown.

    Attributes:
        folder: The folder of codings; None where the dashboard only shows.
        who: Pseudonym of the user.
        role: What the user may do.
    """

    folder: Path | None = None
    who: str = ""
    role: Role = "viewer"

    def may(self, role: Role) -> bool:
        """Whether this user may decide what a role decides, and it can be written here."""
        return self.folder is not None and users.covers(self.role, role)

    def for_writing(self, role: Role) -> Path:
        """Give the folder to write to; answers 403 to the request of who may not."""
        if self.folder is None or not self.may(role):
            flask.abort(403)
        return self.folder

    @cached_property
    def entries(self) -> Sequence[Entry] | None:
        """All lines of codings as they are now; None where the dashboard only shows.

        Raises:
            CodingsError: The folder can't be read.
        """
        return None if self.folder is None else [line.entry for line in codings.read(self.folder)[0]]


def of_request(folder: Path | None) -> Desk:
    """Give the desk of the user whose request is being answered.

    Args:
        folder: The folder of codings; None where the dashboard only shows. A folder that can't be written to
            counts as none.
    """
    user = auth.member()
    is_usable = folder is not None and os.access(folder if folder.exists() else folder.parent, os.W_OK)
    return Desk(folder if is_usable else None, user.pseudonym, user.role)
