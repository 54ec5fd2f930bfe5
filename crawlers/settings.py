"""What a crawl is told, its limits, and Scrapy's settings that follow from both."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from crawlers import discover, page
from crawlers.links import Period
from crawlers.outlets import Outlet

PAGE_BYTES = page.MAX_BYTES
FEED_BYTES = discover.MAX_BYTES
RESPONSE_SECONDS = 60.0
REDIRECTS = 5
_LEAST_PACE = 0.2  # a press shortens the time given to a response too, but a busy machine still has to answer
ROBOTS_NAME = "lantoa"


class ConfigError(Exception):
    """The crawl can't start; the message names the setting and says what was expected."""


Visits = Literal["all", "new", "again", "dated"]


@dataclass(frozen=True)
class Plan:
    """One crawl.

    Attributes:
        raw: Folder of the archive.
        register: Folders with the records of outlets; none is the register of this package.
        outlets: Ids of the outlets to crawl.
        now: Aware time of the crawl: every visit and page is dated with it.
        from_date: First wanted day of publication (Vietnam), None for no bound.
        to_date: Last wanted day, included.
        press: Address of a loopback press such as "http://127.0.0.1:8099", None for the network.
        contact: Where outlets can write to: a mail or web address. A live crawl needs one.
        delay_factor: Factor on all delays, 0 to 1; used with a press only.
        followed: Canonical addresses of articles on a campaign, which are visited once more than others.
        visits: What is asked for: "new" (sources and the pages they announce), "again" (articles that are due
            another time), "all" (both), "dated" (sitemaps and the pages they announce).
    """

    raw: Path
    register: tuple[Path, ...]
    outlets: tuple[str, ...]
    now: datetime
    from_date: date | None = None
    to_date: date | None = None
    press: str | None = None
    contact: str | None = None
    delay_factor: float = 1.0
    followed: tuple[str, ...] = ()
    visits: Visits = "all"

    @property
    def period(self) -> Period:
        """Wanted days of publication."""
        return Period(self.from_date, self.to_date)

    @property
    def pace(self) -> float:
        """Factor on all delays that is in force: towards the network it is always 1."""
        return self.delay_factor if self.press else 1.0

    def to_json(self) -> dict[str, Any]:
        """Give it as JSON has it, for the crawl's process."""
        facts = asdict(self)
        facts["raw"] = str(self.raw.absolute())
        facts["register"] = [str(folder.absolute()) for folder in self.register]
        for name in ("now", "from_date", "to_date"):
            facts[name] = facts[name] and facts[name].isoformat()
        return facts

    @classmethod
    def from_json(cls, facts: dict[str, Any]) -> "Plan":
        """Read what `to_json` gave."""
        facts["raw"] = Path(facts["raw"])
        facts["register"] = tuple(map(Path, facts["register"]))
        for name in ("outlets", "followed"):
            facts[name] = tuple(facts[name])
        facts["now"] = datetime.fromisoformat(facts["now"])
        for name in ("from_date", "to_date"):
            facts[name] = facts[name] and date.fromisoformat(facts[name])
        return cls(**facts)


def check(plan: Plan) -> None:
    """Check what can be checked before anything is started.

    Raises:
        ConfigError: A setting is missing or can't be used.
    """
    if plan.press is None and not plan.contact:
        raise ConfigError(
            "LANTOA_CONTACT is not set: expected a mail or web address at which outlets can reach you, "
            "since the crawler names it to every outlet; set it, or crawl a loopback press with --press"
        )
    if plan.contact and not (plan.contact.isascii() and plan.contact.isprintable()):
        raise ConfigError(f"LANTOA_CONTACT is {plan.contact!r}: expected one line of ASCII")
    if plan.press is not None:
        _check_press(plan.press)
    if plan.now.tzinfo is None:
        raise ConfigError(f"now is {plan.now.isoformat()}: expected a time with its zone")
    if plan.from_date and plan.to_date and plan.from_date > plan.to_date:
        raise ConfigError(
            f"the period from {plan.from_date} to {plan.to_date} is empty: expected --from <= --to"
        )
    if not 0 <= plan.delay_factor <= 1:
        raise ConfigError(f"delay_factor is {plan.delay_factor}: expected a number from 0 to 1")


def scrapy_settings(plan: Plan, outlets: Mapping[str, Outlet]) -> dict[str, Any]:
    """Give Scrapy's settings for a plan.

    Args:
        plan: The crawl.
        outlets: The whole register, whose hosts are the ones that may be requested.
    """
    contact = f" (+{plan.contact})" if plan.contact else ""
    handler = "crawlers.handlers.PressHandler" if plan.press else "crawlers.handlers.BoundedHandler"
    least_delay = 0.5 * plan.pace
    return {
        "USER_AGENT": f"lantoa/{version('lantoa')}{contact}",
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "vi",
        },
        "LANTOA_OUTLETS": outlets,
        "LANTOA_PACE": plan.pace,
        "LANTOA_PRESS": plan.press,
        "LANTOA_RESPONSE_SECONDS": RESPONSE_SECONDS * max(plan.pace, _LEAST_PACE),
        "DOWNLOAD_HANDLERS": {
            "http": handler,
            "https": handler,
            "data": None,
            "file": None,
            "ftp": None,
            "s3": None,
        },
        "TWISTED_DNS_RESOLVER": "crawlers.guard.PublicResolver",
        "DOWNLOADER_MIDDLEWARES": {
            "crawlers.guard.GuardMiddleware": 10,
            "crawlers.robots.RobotsMiddleware": 100,
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
            "crawlers.robots.PoliteRetryMiddleware": 550,
        },
        "EXTENSIONS": {
            "scrapy.extensions.throttle.AutoThrottle": None,
            "crawlers.robots.PoliteThrottle": 0,
            "scrapy.extensions.feedexport.FeedExporter": None,
            "scrapy.extensions.logstats.LogStats": None,
            "scrapy.extensions.remote_control.RemoteControl": None,  # off, and its import takes half a second
        },
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_START_DELAY": least_delay,
        "DOWNLOAD_DELAY": least_delay,
        "DOWNLOAD_DELAY_JITTER": 0.0,  # a delay is the least one, so it must not be shortened at random
        "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",  # newest pages first
        "CONCURRENT_REQUESTS": max(32, 4 * len(plan.outlets)),
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_MAXSIZE": FEED_BYTES,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_TIMEOUT": 20,
        "DNS_TIMEOUT": 20,
        "RETRY_TIMES": 2,
        "RETRY_GIVE_UP_LOG_LEVEL": "DEBUG",  # it is in the links table
        "REDIRECT_MAX_TIMES": REDIRECTS,
        "METAREFRESH_ENABLED": False,
        "HTTPERROR_ALLOW_ALL": True,
        "HTTPPROXY_ENABLED": False,  # behind a proxy the guard could not see whom it connects to
        "REFERER_ENABLED": False,
        "COOKIES_ENABLED": True,  # a request says by its meta key dont_merge_cookies that it takes none
        "TELNETCONSOLE_ENABLED": False,
        "LOG_LEVEL": "ERROR",
    }


def _check_press(press: str) -> None:
    try:
        parts = urlsplit(press)
        usable = parts.scheme == "http" and parts.hostname == "127.0.0.1" and bool(parts.port)
    except ValueError:
        usable = False
    if not usable:
        raise ConfigError(
            f"--press is {press!r}: expected the address of a loopback press, such as http://127.0.0.1:8099"
        )
