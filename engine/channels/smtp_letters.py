"""Compose an e-mail: plain text, the same words as HTML, headers that hold one line each."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from engine.channels.base import ChannelError, Letter, Trouble

LONGEST_SUBJECT = 150
_MAILBOX = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?",
    re.IGNORECASE,
)
_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Composed:
    """An e-mail as SMTP takes it: whom it is from and to, and its lines, dots doubled."""

    sender: str
    to: str
    message_id: str
    content: bytes


def bare(address: str) -> str:
    """The mailbox of an address that may name its owner: "Karani <k@example.com>"."""
    return parseaddr(address)[1]


def is_mailbox(address: str) -> bool:
    """Whether it is one plain mailbox that every mail server can carry."""
    local = address.partition("@")[0]
    return len(address) <= 254 and len(local) <= 64 and bool(_MAILBOX.fullmatch(address))


def compose(letter: Letter, sender: str) -> Composed:
    """The e-mail that a letter is. Raises `ChannelError` for what is no mailbox."""
    to = _ascii(letter.to)
    name, mailbox = parseaddr(sender)
    message_id = f"<{letter.id}@{mailbox.rpartition('@')[2]}>"
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(one_line(name), mailbox)
    message["To"] = _address("", to)
    message["Subject"] = one_line(letter.subject or "") or "Karani"
    message["Message-ID"] = message_id
    message["Date"] = format_datetime(letter.claimed_at)
    message["Auto-Submitted"] = "auto-generated"
    if letter.farewell is not None:
        message["List-Unsubscribe"] = f"<{letter.farewell.url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    words, farewell = letter.text, letter.farewell
    foot = f"{farewell.words}\n{farewell.url}" if farewell else ""
    # Quoted-printable: no line is too long for a server, and none begins with "From ".
    message.set_content(f"{words}\n\n-- \n{foot}" if foot else words, cte="quoted-printable")
    message.add_alternative(_html(words, foot), subtype="html", cte="quoted-printable")
    return Composed(mailbox, to, message_id, _doubled(message.as_bytes()))


def one_line(text: str) -> str:
    """A text as a header may hold it: nothing in it can begin another header."""
    line = " ".join(_CONTROL.sub(" ", text).split())
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1].rstrip() + "…"


def _ascii(address: str) -> str:
    """The mailbox with its domain as the network knows it."""
    local, _, domain = address.rpartition("@")
    try:
        plain = f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        plain = ""
    if not is_mailbox(plain):
        raise ChannelError(
            "no_mailbox", "no mailbox that we can write", trouble=Trouble.ADDRESS
        )
    return plain


def _address(name: str, mailbox: str) -> Address:
    local, _, domain = mailbox.rpartition("@")
    return Address(display_name=name, username=local, domain=domain)


def _html(words: str, foot: str) -> str:
    paragraphs = [_paragraph(one) for one in re.split(r"\n\s*\n", words) if one.strip()]
    if foot:
        paragraphs.append(f"<hr>\n<p><small>{_marked_up(foot)}</small></p>")
    body = "\n".join(paragraphs)
    return f'<!doctype html>\n<meta charset="utf-8">\n<body>\n{body}\n</body>\n'


def _paragraph(words: str) -> str:
    return f"<p>{_marked_up(words.strip())}</p>"


def _marked_up(words: str) -> str:
    """Escaped, with its lines and with links that lead where they say."""
    pieces, at = [], 0
    for found in _LINK.finditer(words):
        link = html.escape(found[0])
        pieces.append(f'{html.escape(words[at : found.start()])}<a href="{link}">{link}</a>')
        at = found.end()
    return "".join([*pieces, html.escape(words[at:])]).replace("\n", "<br>\n")


def _doubled(content: bytes) -> bytes:
    lines = content if content.endswith(b"\r\n") else content + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", lines)
