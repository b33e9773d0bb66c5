"""What Karani says about what it holds of a person."""

from __future__ import annotations

from bot.reply import N_, Reply

PREPARING = N_(
    "I am preparing your data. The addresses of the files come in a moment; they are good"
    " for 24 hours."
)
OFFER = N_("For the shop's whole book write EXPORT MY SHOP.")
PREPARING_SHOP = N_(
    "I am preparing the whole book of %(shop)s. The addresses of the files come in a moment;"
    " they are good for 24 hours."
)
READY = N_(
    "Your data is ready, for 24 hours. Whoever has an address can open the file: keep them to"
    " yourself.\nExcel: %(excel)s\nJSON: %(json)s"
)
READY_SMS = N_("Your data, for 24 hours; keep the address to yourself: %(excel)s")
NO_ADDRESS = N_(
    "Your data is ready, but I cannot give out files here: please ask whoever runs Karani."
)
ONLY_OWNER = N_("Only the owner can take out the shop's book. For your own data write MY DATA.")
ASK = N_(
    "I would erase your name, your numbers and everything you wrote to me. What the shop sold"
    " and is owed stays in its book, without your name. It cannot be undone. Shall I forget"
    " you (1 Yes, 2 No)?"
)
ASK_SMS = N_(
    "Your name, numbers and messages would be erased; the shop's amounts stay. It cannot be"
    " undone. Shall I forget you (1 Yes, 2 No)?"
)
ASK_LAST = N_(
    "You are the only owner of %(shops)s: it would be closed. To keep it open, make somebody"
    " else the owner first. I would erase your name, your numbers and everything you wrote;"
    " the amounts stay in a closed book. It cannot be undone. Shall I close %(shops)s and"
    " forget you (1 Yes, 2 No)?"
)
ASK_LAST_SMS = N_(
    "You are the only owner of %(shops)s. To keep it open, make somebody else the owner first."
    " It cannot be undone. Shall I close it and forget you (1 Yes, 2 No)?"
)
FORGETTING = N_(
    "I am forgetting you now; this is my last message. If you write again we begin anew."
    " Goodbye!"
)
NOT_BY_THIS = N_(
    "By SMS I cannot be sure who writes, so I erase nothing: please ask me on WhatsApp, or ask"
    " whoever runs Karani."
)
KEPT = N_("Good, nothing is erased.")


def preparing(*, offers_shop: bool) -> Reply:
    """It was asked for one's own data."""
    reply = Reply(PREPARING)
    return reply.followed_by(Reply(OFFER)) if offers_shop else reply


def preparing_shop(shop: str) -> Reply:
    """It was asked for the shop's book."""
    return Reply(PREPARING_SHOP, {"shop": shop})


def ready(excel: str, json: str) -> Reply:
    """Where the files are."""
    return Reply(READY, {"excel": excel, "json": json}, sms=READY_SMS)


def no_address() -> Reply:
    """Files are given out by signed addresses, and here nothing is signed."""
    return Reply(NO_ADDRESS)


def only_the_owner() -> Reply:
    """Somebody else wished for the shop's book."""
    return Reply(ONLY_OWNER)


def ask_to_forget(shops: tuple[str, ...]) -> Reply:
    """Whether it is meant, and what it closes."""
    if not shops:
        return Reply(ASK, sms=ASK_SMS)
    return Reply(ASK_LAST, {"shops": ", ".join(shops)}, sms=ASK_LAST_SMS)


def forgetting() -> Reply:
    """The farewell."""
    return Reply(FORGETTING)


def not_by_this() -> Reply:
    """A channel on which anybody could claim to be them."""
    return Reply(NOT_BY_THIS)


def not_yet() -> Reply:
    """First their data; to be forgotten is asked about anew."""
    return Reply(N_("Nothing is erased. If you still want that afterwards, write FORGET ME."))


def kept() -> Reply:
    """They changed their mind."""
    return Reply(KEPT)
