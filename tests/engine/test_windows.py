"""Outside the service window no free text leaves: it waits, and goes as one digest."""

from __future__ import annotations

import pytest

from engine.channels.base import ChannelError, Letter, Trouble
from tests.engine.asked_shop import AskedShop, asked_shop
from tests.engine.hush import approves, forms, passes, speaks_whatsapp_only
from tests.engine.keeper import keeper
from tests.engine.rules_of_a_shop import publish, rule, takes_on, tells
from tests.engine.world import AMINA, BARAKA, World
from tests.services import Cluster

NEWS = "NEWS"
UNREAD = "reason in ('workflow', 'digest')"


@pytest.fixture(name="shop")
def _shop(world: World) -> AskedShop:
    """Amina is told of news and asked about large sales; by SMS she is not reached."""
    speaks_whatsapp_only(world)
    shop = asked_shop(world)
    publish(world, shop.owner, rule("News", NEWS, tells()))
    return shop


def hush(shop: AskedShop, cluster: Cluster, hours: float = 25) -> None:
    """Nobody writes for so long; the staff member does."""
    passes(shop.world, cluster, hours=hours)
    shop.world.says(BARAKA, "hi")


def happens(shop: AskedShop) -> None:
    """Something of which Amina is to be told."""
    shop.owner.raises(NEWS)
    shop.world.works()


def test_what_may_not_go_waits_and_its_row_says_so(shop: AskedShop, cluster: Cluster) -> None:
    hush(shop, cluster)

    happens(shop)

    assert forms(shop.world, UNREAD) == [("held", "queued", None, "workflow")]
    assert shop.world.rows("select id from outbox where kind = 'delivery'") == []


def test_inside_the_window_the_same_goes_as_free_text(
    shop: AskedShop, cluster: Cluster
) -> None:
    hush(shop, cluster, hours=23.9)

    happens(shop)

    assert forms(shop.world, UNREAD) == [("free_text", "sent", None, "workflow")]


def test_all_that_waits_goes_as_one_digest_when_its_person_writes(
    shop: AskedShop, cluster: Cluster
) -> None:
    hush(shop, cluster)
    for _ in range(3):
        happens(shop)

    said = shop.world.says(AMINA, "hi")

    assert len(said) == 2  # The answer, and the digest.
    assert said[-1].startswith("While you were away:")
    assert said[-1].count("Told.") == 3
    held = [("held", "suppressed", "in_digest", "workflow")] * 3
    assert forms(shop.world, UNREAD) == [*held, ("digest", "sent", None, "digest")]
    linked = "select distinct replaced_by = (select max(id::text)::uuid from outbound_messages"
    assert shop.world.rows(f"{linked} where form = 'digest') from outbound_messages"
                           " where form = 'held'") == [(True,)]  # fmt: skip


@pytest.mark.parametrize("word", ["FUNGUA", "fungua.", "Open"])
def test_the_word_that_was_asked_for_is_answered_by_the_digest_alone(
    shop: AskedShop, cluster: Cluster, word: str
) -> None:
    hush(shop, cluster)
    happens(shop)

    said = shop.world.says(AMINA, word)

    assert [text.startswith("While you were away:") for text in said] == [True]
    assert shop.world.says(AMINA, word) == ["There is no news for you."]


def test_an_approval_that_waited_is_shown_with_its_code_and_can_be_answered(
    shop: AskedShop, cluster: Cluster
) -> None:
    hush(shop, cluster)
    shop.sells()
    happens(shop)

    said = shop.world.says(AMINA, "FUNGUA")
    assert "YES A1" in said[0]
    assert "Told." in said[0]

    shop.world.says(AMINA, "yes A1")
    assert shop.approvals() == [("A1", "approved")]


def test_quoting_a_digest_with_one_question_answers_it(
    shop: AskedShop, cluster: Cluster
) -> None:
    hush(shop, cluster)
    shop.sells()
    shop.world.says(AMINA, "FUNGUA")

    reference = shop.world.rows(
        "select provider_reference from outbound_messages where form = 'digest'"
    )[0][0]
    shop.answers("yes", quoted=str(reference))

    assert shop.approvals() == [("A1", "approved")]


def test_a_question_that_was_settled_meanwhile_is_not_told(
    shop: AskedShop, cluster: Cluster
) -> None:
    hush(shop, cluster)
    shop.sells()
    with shop.world.rt.db.every_tenant() as tx:
        tx.connection.exec_driver_sql("update outbox set attempts = 0")
    passes(shop.world, cluster, hours=80)
    shop.world.works()

    said = shop.world.says(AMINA, "hi")

    assert not any("YES A1" in text for text in said)
    assert ("held", "suppressed", "over", "approval") in forms(shop.world)


def test_what_does_not_fit_into_one_message_stays_for_the_next(
    shop: AskedShop, cluster: Cluster
) -> None:
    words = "long " * 100
    long = {"en": words, "sw": words}
    publish(shop.world, shop.owner, rule("Long", "LONG", tells(text=long)))
    hush(shop, cluster)
    for _ in range(4):
        shop.owner.raises("LONG")
    shop.world.works()

    first = shop.world.says(AMINA, "FUNGUA")
    second = shop.world.says(AMINA, "FUNGUA")

    assert first[0].endswith("There is more (2). Answer OPEN.")
    assert second[0].count("long") == 200
    assert max(map(len, [*first, *second])) <= 1600


def test_that_something_waits_is_said_once_by_template(
    shop: AskedShop, cluster: Cluster
) -> None:
    approves(shop.world, "news")
    hush(shop, cluster)
    before = len(shop.world.post.sent)

    for _ in range(3):
        happens(shop)

    sent = shop.world.post.sent[before:]
    assert [letter.template and letter.template.reference for letter in sent] == ["news_en"]
    assert sent[0].text == (
        "You have news from Duka la Amina that waits for you. Answer OPEN to read it."
    )
    shop.world.says(AMINA, "FUNGUA")
    hush(shop, cluster)
    happens(shop)
    assert shop.world.post.sent[-1].template is not None  # It is said again after they wrote.


def test_an_approved_template_that_says_the_same_goes_at_once(
    shop: AskedShop, cluster: Cluster
) -> None:
    approves(shop.world, "approval_request", "news")
    hush(shop, cluster)

    shop.sells()

    letter = next(one for one in shop.world.post.sent if one.template)
    assert letter.template is not None
    assert letter.template.reference == "approval_request_en"
    assert letter.template.variables[:2] == ("A1", "Duka la Amina")
    assert letter.text.startswith("Request A1 of the shop Duka la Amina")
    assert forms(shop.world, "reason = 'approval'") == [("template", "sent", None, "approval")]
    shop.world.says(AMINA, "yes")
    assert shop.approvals() == [("A1", "approved")]


def test_a_provider_that_knows_better_closes_the_window(
    shop: AskedShop, cluster: Cluster
) -> None:
    def closed(letter: Letter) -> None:
        if letter.to == AMINA:
            raise ChannelError("63016", "outside the window", trouble=Trouble.WINDOW)

    shop.world.post.answer = closed
    happens(shop)
    passes(shop.world, cluster, minutes=1)
    shop.world.works()
    assert forms(shop.world, UNREAD) == [("held", "sending", "63016", "workflow")]

    shop.world.post.answer = lambda letter: None
    said = shop.world.says(AMINA, "FUNGUA")

    assert "Told." in said[-1]


def test_what_two_shops_hold_for_one_person_is_shown_to_neither(
    world: World, cluster: Cluster
) -> None:
    speaks_whatsapp_only(world)
    first = keeper(world)
    publish(world, first, rule("News", NEWS, tells()))
    second = keeper(world, BARAKA, "Jirani")
    amina = takes_on(world, second, AMINA)
    publish(world, second, rule("News", NEWS, tells(to=str(amina))))
    passes(world, cluster, hours=25)
    for owner in (first, second):
        owner.raises(NEWS)
    world.works()

    world.says(AMINA, "FUNGUA")

    digest = world.rows(
        "select organization_id, body from outbound_messages where form = 'digest'"
    )
    assert digest[0][0] is None
    assert str(digest[0][1]).count("Told.") == 2
