"""The loopback press: invented or recorded items served as the outlets' own sites, on one local port."""

from pathlib import Path

import crawlers

REGISTERS = (Path(crawlers.__file__).with_name("outlets"), Path(__file__).with_name("outlets"))
"""Folders of outlet records: the register, and the outlets that only the press has."""
