"""E-mail over a real SMTP server."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from engine.channels import smtp, smtp_line
from engine.channels.base import ChannelError, Trouble
from engine.channels.smtp import SmtpChannel
from engine.channels.smtp_line import Talk
from engine.settings import Settings, SettingsError
from tests.channels.emails import FAREWELL, MESSAGE, channel, letter, refusal
from tests.channels.smtp_server import Office, office


@pytest.fixture
def there() -> Iterator[Office]:
    with office() as running:
        yield running


def test_its_reference_is_made_of_our_own_id(there: Office) -> None:
    reference = channel(there).send(letter())

    assert reference == f"<{MESSAGE}@x.co>"
    assert there.messages[0]["Message-ID"] == reference


def test_it_says_who_writes_to_whom_about_what(there: Office) -> None:
    channel(there).send(letter())

    (got,) = there.messages
    assert got["From"] == "Karani <k@x.co>"
    assert got["To"] == "asha@example.com"
    assert got["Subject"] == "Duka la Amina"
    assert got["Auto-Submitted"] == "auto-generated"
    assert there.got[0].mail_from == "k@x.co"
    assert there.got[0].rcpt_tos == ["asha@example.com"]


def test_it_says_the_same_as_text_and_as_html(there: Office) -> None:
    channel(there).send(letter())

    (got,) = there.messages
    plain, rich = got.get_body(("plain",)), got.get_body(("html",))
    assert plain is not None
    assert rich is not None
    assert plain.get_content().startswith("Habari, Asha.\r\n\r\nDeni: Ksh 300 < Ksh 500.")
    assert "<p>Deni: Ksh 300 &lt; Ksh 500.</p>" in rich.get_content()


def test_it_tells_how_to_get_no_more(there: Office) -> None:
    channel(there).send(letter())

    (got,) = there.messages
    assert got["List-Unsubscribe"] == f"<{FAREWELL.url}>"
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for kind in ("plain", "html"):
        body = got.get_body((kind,))
        assert body is not None
        assert FAREWELL.url in body.get_content()


def test_without_a_farewell_it_says_none(there: Office) -> None:
    channel(there).send(letter(farewell=None))

    assert "List-Unsubscribe" not in there.messages[0]


def test_it_follows_nobody(there: Office) -> None:
    channel(there).send(letter())

    rich = there.messages[0].get_body(("html",))
    assert rich is not None
    assert "<img" not in rich.get_content()
    assert rich.get_content().count("http") == 2  # The farewell's, in its link and its label.


@pytest.mark.parametrize(
    "text", [".", "..\n.\n", "From me\nFrom you", "ø" * 3000, "a\r\nb\rc", "x\n.\nQUIT\n"]
)
def test_any_words_arrive_as_they_are(there: Office, text: str) -> None:
    channel(there).send(letter(text, farewell=None))

    body = there.messages[0].get_body(("plain",))
    assert body is not None
    assert body.get_content().split() == text.split()


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\x00"])
def test_no_subject_begins_another_header(there: Office, end: str) -> None:
    channel(there).send(letter(subject=f"Deni{end}Bcc: thief@example.com{end}{end}Lipa!"))

    (got,) = there.messages
    assert got["Bcc"] is None
    assert got["Subject"] == "Deni Bcc: thief@example.com Lipa!"
    assert there.got[0].rcpt_tos == ["asha@example.com"]


@pytest.mark.parametrize(
    "to",
    [
        "asha@example.com\r\nRCPT TO:<thief@example.com>",
        "asha@example.com> NOTIFY=SUCCESS",
        "asha@example.com,thief@example.com",
        "Asha <asha@example.com>",
        "@example.com",
        "asha",
        "åsha@example.com",
        "",
    ],
)
def test_what_is_no_mailbox_never_reaches_the_server(there: Office, to: str) -> None:
    error = refusal(there, to=to)

    assert (error.code, error.trouble) == ("no_mailbox", Trouble.ADDRESS)
    assert there.got == []


def test_a_domain_of_letters_is_written_as_the_network_knows_it(there: Office) -> None:
    channel(there).send(letter(to="asha@bücher.example"))

    assert there.got[0].rcpt_tos == ["asha@xn--bcher-kva.example"]


def test_nothing_goes_in_the_clear_off_loopback(there: Office) -> None:
    far = smtp_line.Server.of("smtp://mail.example.com", "x.co")
    near = smtp_line.Server.of("smtp://localhost", "x.co")

    assert (far.asks_for_tls, far.port) == (True, 587)
    assert not near.asks_for_tls


def test_it_trusts_a_server_by_its_certificate(tmp_path: Path) -> None:
    authority, context = _certified()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    with office(context=context) as there:
        url = f"smtps://127.0.0.1:{there.port}"
        talk = Talk(smtp_line.Server.of(url, "x.co", str(tmp_path / "ca.pem")))
        talk.begin()
        answer = talk.ask("NOOP")
        talk.close()

        assert answer[0] == 250
        assert refusal(there, url=url).code == "bad_certificate"


def _certified() -> tuple[trustme.CA, ssl.SSLContext]:
    authority, context = trustme.CA(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return authority, context


def test_what_was_sent_cannot_be_looked_up(there: Office) -> None:
    with pytest.raises(ChannelError, match="cannot_tell"):
        channel(there).find(letter())


def test_without_a_key_nobody_could_unsubscribe() -> None:
    half = {"smtp_url": "smtp://localhost", "email_from": "k@x.co"}
    with pytest.raises(SettingsError, match="SECRET_KEY"):
        SmtpChannel(Settings.model_validate(half))


def test_its_account_is_the_address_that_it_writes_from() -> None:
    both = {"smtp_url": "smtp://localhost", "email_from": "Karani <k@x.co>"}

    assert smtp.account_of(Settings.model_validate(both)) == "smtp:email:k@x.co"
    assert smtp.account_of(Settings()) is None
