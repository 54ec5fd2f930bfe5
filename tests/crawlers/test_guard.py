"""The address guard: what is refused, in whatever spelling."""

import ipaddress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.resolver import dnscache
from twisted.internet.error import DNSLookupError

from crawlers import guard, outlets
from crawlers.guard import GuardMiddleware, PublicResolver, RefusedError, refuse

PRIVATE = [
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
]
private = st.one_of(*(st.ip_addresses(network=network) for network in PRIVATE))


def spellings(address: ipaddress.IPv4Address) -> list[str]:
    number, parts = int(address), str(address).split(".")
    return [
        str(address),
        f"{address}.",
        str(number),
        hex(number),
        f"0{number:o}",
        ".".join(hex(int(part)) for part in parts),
        ".".join(f"0{int(part):o}" for part in parts),
        f"{parts[0]}.{number & 0xFFFFFF}",
        str(address).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        f"[::ffff:{address}]",
        f"[64:ff9b::{number >> 16:x}:{number & 0xFFFF:x}]",
        f"[2002:{number >> 16:x}:{number & 0xFFFF:x}::1]",
        f"[::{address}]",
    ]


@given(address=private, scheme=st.sampled_from(["http", "https"]), data=st.data())
def test_no_spelling_of_a_private_address_passes(
    address: ipaddress.IPv4Address, scheme: str, data: st.DataObject
):
    host = data.draw(st.sampled_from(spellings(address)))
    assert refuse(f"{scheme}://{host}/x") is not None


@given(st.one_of(*(st.ip_addresses(network=n) for n in ("::1/128", "fe80::/10", "fc00::/7", "ff00::/8"))))
def test_no_private_ipv6_address_passes(address: ipaddress.IPv6Address):
    assert refuse(f"http://[{address}]/") is not None
    assert refuse(f"http://[{address.exploded}]:80/") is not None
    assert guard.refuse_peer(str(address)) is not None


@given(st.text(max_size=60))
def test_any_text_gets_an_answer(text: str):
    for url in (text, f"http://{text}", f"https://a.example@{text}/", f"http://[{text}]/"):
        answer = refuse(url)
        assert answer is None or answer


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/",
        "file:///etc/passwd",
        "data:text/html,x",
        "javascript:alert(1)",
        "//a.example/",
        "a.example",
        "http:///x",
        "http://a.example:8080/",
        "http://a.example:99999/",
        "http://user@a.example/",
        "http://user:password@a.example/",
        "http://a.example\\@127.0.0.1/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://tin.localhost/",
        "http://%31%32%37.0.0.1/",
        "http://127。0。0。1/",
        "http://[::1",
        "http://a..example/",
        "http://999.1.1.1/",
    ],
)
def test_refused(url: str):
    assert refuse(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://tuoitre.vn/tin-1.htm?x=1#y",
        "http://tuoitre.vn:80/",
        "https://TUOITRE.vn.:443/",
        "http://[2606:4700::1111]/",
        "https://1.1.1.1/",
        "https://24h.com.vn/",
    ],
)
def test_allowed(url: str):
    assert refuse(url) is None


@pytest.fixture
def middleware(tmp_path: Path) -> GuardMiddleware:
    (tmp_path / "bbc.toml").write_text(
        'name = "B"\nkind = "foreign"\ndomains = ["bbc.example/vietnamese"]\n'
        'former_domains = ["old.example"]\n'
        '[[feeds]]\nurl = "https://feeds.bbci.example/rss"\nevidence = "e"\nstatus = "seen"\n'
    )
    return GuardMiddleware(guard.registered_hosts(outlets.load(tmp_path).values()))


@pytest.mark.parametrize(
    "host", ["bbc.example", "www.bbc.example", "old.example", "feeds.bbci.example", "BBC.example."]
)
def test_hosts_of_the_register_pass(middleware: GuardMiddleware, host: str):
    assert middleware.process_request(Request(f"https://{host}/robots.txt")) is None


@pytest.mark.parametrize("host", ["bbci.example", "notbbc.example", "bbc.example.evil.example", "1.1.1.1"])
def test_other_hosts_are_refused(middleware: GuardMiddleware, host: str):
    with pytest.raises(RefusedError) as refused:
        middleware.process_request(Request(f"https://{host}/"))
    assert refused.value.reason == "foreign host"
    with pytest.raises(RefusedError) as refused:
        middleware.process_request(
            Request(f"https://{host}/", meta={"redirect_urls": ["https://bbc.example/"]})
        )
    assert refused.value.reason == "redirect to another host"


@pytest.mark.parametrize(
    ("address", "passes"), [("127.0.0.1", False), ("10.1.2.3", False), ("1.1.1.1", True)]
)
def test_a_name_resolves_to_public_addresses_only(address: str, passes: bool):
    resolver = PublicResolver(None, 10, 1.0)
    dnscache["tin.example"] = address
    answers: list[object] = []
    try:
        resolver.getHostByName("tin.example").addBoth(answers.append)
    finally:
        dnscache.clear()
    (answer,) = answers
    assert answer == address if passes else answer.check(DNSLookupError)
