"""Checks of the machine: settings, packages, models, who may write what, room on the disk, Airflow."""

import os
import re
import shutil
import sqlite3
from collections import defaultdict
from difflib import get_close_matches
from importlib import metadata, util
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from lantoa import settings
from lantoa.doctor.checks import Check
from lantoa.settings import Home, SettingError
from nlp import campaign_tone, precise_tone, semantic, tone
from nlp.shipped import ModelError
from warehouse import storage

SETTINGS: Final = (
    "LANTOA_AIRFLOW_USERS",
    "LANTOA_CONTACT",
    "LANTOA_HEALTH_TOKEN",
    "LANTOA_HOME",
    "LANTOA_KEEP_DAYS",
    "LANTOA_MAIL_TO",
    "LANTOA_NOW",
    "LANTOA_PRESS_DELAY_FACTOR",
    "LANTOA_SESSION_KEY",
    "LANTOA_WAREHOUSE",
)
"""Every setting that the environment can hold."""

ENOUGH_DAYS: Final = 30
"""So many days of further growth the disk should have room for."""

_POOL = "warehouse_writer"
_LOCK = Path(__file__).parents[2] / "requirements.lock"
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
_GROWTH_DAYS = 7
_MODELS = Path(tone.__file__).parent / "models"


def environment() -> Check:
    """Whether every setting can be used, and none is misspelt."""
    given = sorted(name for name in os.environ if name.startswith("LANTOA_"))
    try:
        settings.delay_factor()
        storage.lake()
    except (SettingError, storage.WarehouseError) as error:
        return Check("environment", "fault", str(error), "correct it or unset it")
    for name in given:
        if name not in SETTINGS:
            near = get_close_matches(name, SETTINGS, 1)
            hint = f"rename it to {near[0]}" if near else f"unset it; there are {', '.join(SETTINGS)}"
            return Check("environment", "warning", f"{name} is set and is no setting", hint)
    if "LANTOA_NOW" in given:
        saw = f"the clock stands still at LANTOA_NOW={os.environ['LANTOA_NOW']}"
        return Check("environment", "warning", saw, "unset LANTOA_NOW, unless this is a trial")
    return Check("environment", "ok", f"set: {', '.join(given) or 'nothing'}")


def packages() -> Check:
    """Whether the packages installed are those of the lock; without one nothing is compared."""
    if not _LOCK.exists():
        return Check("packages", "ok", f"lantoa {metadata.version('lantoa')}, no lock here to compare with")
    pinned: defaultdict[str, set[str]] = defaultdict(set)  # a package can stand there once a platform
    for name, version in _PINNED.findall(_LOCK.read_text("utf-8")):
        pinned[name].add(version)
    installed = {name: found for name in pinned if (found := _version(name)) is not None}
    others = [
        f"{name} {found} ({' or '.join(sorted(pinned[name]))})"
        for name, found in sorted(installed.items())
        if found not in pinned[name]
    ]
    if others:
        saw = f"{len(others)} packages are not those of {_LOCK.name}: {', '.join(others[:5])}"
        return Check("packages", "warning", saw, "run `make setup`")
    saw = f"lantoa {metadata.version('lantoa')}, {len(installed)} packages as in {_LOCK.name}"
    return Check("packages", "ok", saw)


def contact() -> Check:
    """Whether outlets are told an address at which they can reach the operator."""
    address = settings.contact()
    if address is None:
        fix = "set LANTOA_CONTACT to a mail or web address that you read"
        return Check("contact", "fault", "LANTOA_CONTACT is not set: no live crawl can start", fix)
    is_sent = address.isascii() and address.isprintable()
    if not is_sent or not ("@" in address or address.startswith(("http://", "https://"))):
        return Check(
            "contact",
            "warning" if is_sent else "fault",
            f"LANTOA_CONTACT is {address!r}: expected a mail or web address in one line of ASCII",
            "correct it: outlets that want to reach you have nothing else",
        )
    return Check("contact", "ok", address)


def models() -> Check:
    """Whether the models are those that their cards describe."""
    said = []
    for name, load in (("tone", tone.load), ("campaign_tone", campaign_tone.load)):
        try:
            said.append(load(_MODELS / name).method)
        except ModelError as error:
            return Check("models", "fault", str(error), "run `git checkout -- nlp/models`, or install anew")
    if not semantic.is_installed():
        return Check("models", "ok", f"{'; '.join(said)}; no precise tier (the extra `semantic`)")
    try:
        said.append(precise_tone.load(_MODELS / "precise_tone").method)
    except ModelError as error:
        return Check("models", "fault", str(error), "run `git checkout -- nlp/models`, or install anew")
    return Check("models", "ok", "; ".join(said))


def permissions(home: Home) -> Check:
    """Whether this user may write the home, and nobody else may read its secrets."""
    if not home.folder.exists():
        above = _first_existing(home.folder)
        if os.access(above, os.W_OK | os.X_OK):
            return Check("permissions", "ok", f"{home.folder} is not there yet and can be made")
        fix = "choose another --home, or let this user write there"
        return Check("permissions", "fault", f"{home.folder} can't be made: {above} is not writable", fix)
    others = [
        path for path in (home.users, home.session_key) if path.exists() and path.stat().st_mode & 0o077
    ]
    if others:
        named = " ".join(map(str, others))
        return Check("permissions", "fault", f"others may read {named}", f"run `chmod 600 {named}`")
    kept = [home.folder, *home.folder.iterdir(), *storage.files(home.warehouse)]
    shut = [path for path in kept if not os.access(path, os.W_OK | (os.X_OK if path.is_dir() else 0))]
    foreign = [path for path in kept if path.stat().st_uid != os.geteuid()]
    fix = f"run `chown -R {os.geteuid()} {home.folder}` as root, and every command as the same user"
    if shut:
        return Check("permissions", "fault", f"this user may not write {shut[0]}", fix)
    if foreign:
        owner = foreign[0].stat().st_uid
        return Check("permissions", "warning", f"{foreign[0]} belongs to another user ({owner})", fix)
    return Check("permissions", "ok", f"{home.folder} can be written, secrets are their owner's alone")


def disk(home: Home) -> Check:
    """Whether there is room for the next snapshot, and for the archive to grow."""
    free = shutil.disk_usage(_first_existing(home.folder)).free
    # The copy that publishing makes, and the tables it puts in the place of views.
    snapshot = 2 * sum(path.stat().st_size for path in storage.files(home.warehouse))
    by_day: defaultdict[str, int] = defaultdict(int)
    for path in home.raw.glob("*/*/*.warc.gz"):
        by_day[path.parent.name] += path.stat().st_size
    newest = sorted(by_day)[-_GROWTH_DAYS:]
    daily = sum(by_day[day] for day in newest) / len(newest) if newest else 0.0
    saw = f"{_size(free)} free; publishing wants {_size(snapshot)}"
    if newest:
        saw += f", the archive grows by {_size(daily)} on a day of fetching"
    fix = "free space, or move the home to a larger disk"
    if free < snapshot:
        return Check("disk", "fault", saw, fix)
    if free < snapshot + ENOUGH_DAYS * daily:
        return Check("disk", "warning", f"{saw}: less than {ENOUGH_DAYS} days are left", fix)
    return Check("disk", "ok", saw)


def airflow() -> Check | None:
    """Whether Airflow, where it is installed and keeps its state in SQLite, has the pool of one slot."""
    if util.find_spec("airflow") is None:
        return None
    address = os.environ.get("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN", "")
    if address and not address.startswith("sqlite:///"):
        scheme = urlsplit(address).scheme
        return Check("airflow", "ok", f"its database ({scheme}) is not looked at: `airflow pools list`")
    folder = Path(os.environ.get("AIRFLOW_HOME") or ".airflow")
    path = Path(address.removeprefix("sqlite:///")) if address else folder / "airflow.db"
    if not path.exists():
        return Check("airflow", "ok", f"installed; no database at {path}, `make airflow` makes one")
    fix = f'run `airflow pools set {_POOL} 1 "the warehouse has one writer"`'
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        row = database.execute("select slots from slot_pool where pool = ?", [_POOL]).fetchone()
    except sqlite3.Error as error:
        return Check("airflow", "fault", f"{path}: {error}", "run `airflow db migrate`")
    finally:
        database.close()
    if row is None or row[0] != 1:
        saw = f"the pool {_POOL} has {row[0]} slots" if row else f"there is no pool {_POOL}"
        return Check("airflow", "fault", f"{saw}: expected one slot for the warehouse's one writer", fix)
    return Check("airflow", "ok", f"the pool {_POOL} has its one slot")


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _first_existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())


def _size(number: float) -> str:
    for unit in ("B", "kB", "MB"):
        if number < 1000:
            return f"{number:.0f} {unit}"
        number /= 1000
    return f"{number:,.1f} GB"
