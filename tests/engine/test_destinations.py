"""Where a call may go, decided from the address alone."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calling.destinations import CallError, check_url, destination, is_public

INNER = frozenset({"erp:8080", "10.0.0.5:80", "[fd00::1]:8443"})


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com",
        "https://example.com/hooks?order=1",
        "https://EXAMPLE.com:8443/x",
        "https://xn--nairb-7ta.example/x",
        "https://8.8.8.8/x",
        "https://[2606:4700:4700::1111]/x",
    ],
)
def test_the_public_internet_may_be_called(url: str) -> None:
    check_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "ftp://example.com/",
        "//example.com/",
        "example.com",
        "",
        "https://",
        "https:///path",
        "https://example.com:22/",
        "https://example.com:80/",
        "https://example.com:0443443/",
        "https://a@b.example.com/",
        "https://user:password@example.com/",
        "https://example.com@10.0.0.1/",
        "https://example.com\\@10.0.0.1/",
        "https://example.com#@10.0.0.1/",
        "https://example.com/a#b",
        "https://example.com/a b",
        "https://example.com/\r\nX-Evil: 1",
        "https://example.com\t/",
        "https://localhost/",
        "https://erp/",
        "https://example.com./",
        "https://-a.example.com/",
        "https://a..example.com/",
        "https://under_score.example.com/",
        "https://" + "a" * 64 + ".example.com/",
        "https://example.com/" + "a" * 3_000,
        "https://例え.example/",
        "https://①②⑦.①/",
        "https://example。com/",
        "https://[::1%25eth0]/",
        "https://[::1",
    ],
)
def test_an_odd_form_is_refused(url: str) -> None:
    with pytest.raises(CallError, match=r"^bad_url: ") as caught:
        check_url(url)
    assert not caught.value.retryable


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f.1", "0x7f000001", "127.1", "0177.0.0.1.", "1.2.3.4.5", "0x."]
)
def test_an_address_written_as_a_name_is_refused(host: str) -> None:
    with pytest.raises(CallError, match=r"^bad_url: "):
        check_url(f"https://{host}/")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "0.0.0.0",  # noqa: S104 -- Nothing listens here.
        "10.1.2.3",
        "100.64.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.192",
        "192.168.1.1",
        "192.88.99.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "240.0.0.1",
        "::",
        "::1",
        "::ffff:169.254.169.254",
        "::ffff:a9fe:a9fe",
        "::127.0.0.1",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::1",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::8.8.8.8",
        "2001:0:808:808:0:0:f5ff:fffe",
        "2001:db8::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "ff0e::1",
        "not an address",
        "fe80::1%eth0",
    ],
)
def test_what_is_not_public_is_told(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "41.90.0.1", "2c0f:fe38::1", "::ffff:8.8.8.8", "2002:808:808::1"],
)
def test_what_is_public_is_told(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "169.254.169.254", "[::1]", "[::ffff:169.254.169.254]", "[fd00::1]"]
)
def test_an_inner_address_is_refused_as_written(host: str) -> None:
    with pytest.raises(CallError, match=r"^forbidden_address: .*CALL_HOSTS"):
        check_url(f"https://{host}/")


@pytest.mark.parametrize(
    "url",
    ["http://erp:8080/stock", "https://ERP:8080", "http://10.0.0.5", "https://[FD00::1]:8443/"],
)
def test_what_the_operator_names_may_be_called(url: str) -> None:
    check_url(url, INNER)


@pytest.mark.parametrize("url", ["http://erp/", "http://erp:8081/", "https://10.0.0.5/"])
def test_another_port_of_a_named_host_stays_closed(url: str) -> None:
    with pytest.raises(CallError):
        check_url(url, INNER)


@pytest.mark.parametrize(
    ("url", "authority", "target"),
    [
        ("https://Shop.example.com", "shop.example.com", "/"),
        ("https://shop.example.com:443?a=1", "shop.example.com", "/?a=1"),
        ("https://shop.example.com:8443/a/../b", "shop.example.com:8443", "/a/../b"),
        ("https://[2606:4700:4700::1111]/x", "[2606:4700:4700::1111]", "/x"),
    ],
)
def test_an_address_is_taken_apart(url: str, authority: str, target: str) -> None:
    goal = destination(url)

    assert (goal.authority, goal.target) == (authority, target)


@given(st.text() | st.text(alphabet="https:/[]@.%#?\\0123456789abcx-_").map("https://".__add__))
def test_no_text_whatever_is_more_than_refused(url: str) -> None:
    try:
        goal = destination(url)
    except CallError:
        return
    assert goal.scheme == "https"
    assert goal.port in {443, 8443}


@given(st.ip_addresses(v=4))
def test_wrapping_an_address_changes_nothing(ip: ipaddress.IPv4Address) -> None:
    high, low = divmod(int(ip), 1 << 16)
    wrapped = [f"::ffff:{ip}", f"64:ff9b::{ip}", f"2002:{high:x}:{low:x}::"]

    assert {is_public(each) for each in wrapped} == {is_public(str(ip))}
