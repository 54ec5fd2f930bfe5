"""What the usual pages rest on, computed ahead: nobody waits for the first answer from a new snapshot."""

import logging
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Final

from dashboards.address import Address
from dashboards.pages import frame
from warehouse.reader import NotPublishedError, Reader

CHECK_SECONDS: Final = 15
"""How often it is looked whether there is a newer snapshot."""

_LOG = logging.getLogger(__name__)


def follow(published: Path, now: Callable[[], datetime], ended: Event) -> None:
    """Compute the usual pages of each snapshot that appears, until `ended` is set.

    Args:
        published: The folder of snapshots; it may still be empty.
        now: The clock, aware.
        ended: Is looked at after each page.
    """
    done = ""
    while not ended.is_set():
        try:
            snapshot = Reader(published).snapshot
            if snapshot != done:
                done = snapshot
                compute(published, now, ended)
        except NotPublishedError:
            pass  # the page says what to run
        except Exception:  # whoever asks for the page is told; the next snapshot may be sound
            _LOG.exception("%s: pages could not be computed ahead", published)
        ended.wait(CHECK_SECONDS)


def compute(published: Path, now: Callable[[], datetime], ended: Event) -> None:
    """Compute the usual pages of the current snapshot; what they rest on stays kept, for whoever asks.

    One page at a time, with a rest as long as it took: who asks meanwhile waits as behind one other person.

    Args:
        published: The folder of snapshots.
        now: The clock, aware.
        ended: Nothing more is computed once it is set.

    Raises:
        NotPublishedError: Nothing has been published.
    """
    # Held open meanwhile, since to open it takes longer than to read; a short query takes one thread.
    with Reader(published, threads=1) as reader, reader.held() as snapshot:
        for address in usual(reader):
            began = time.monotonic()
            frame.page(published, address, now())
            if ended.wait(time.monotonic() - began) or Reader(published).snapshot != snapshot:
                return


def usual(reader: Reader) -> Iterator[Address]:
    """Give the addresses of all pages of each campaign, of the whole and of its phases."""
    for campaign in reader.campaigns()["campaign"]:
        for phase in (None, *reader.phases(campaign)["phase"]):
            for page in frame.PAGES:
                yield Address(page, campaign=campaign, phase=phase)
