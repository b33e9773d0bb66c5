"""Show signs at Meta that are no messages: reactions, and that an answer is being written."""

from __future__ import annotations

from engine.channels.meta_api import Graph
from engine.channels.meta_letters import receiver


class MetaSigns:
    """What our number can show for nothing."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def react(self, to: str, reference: str, emoji: str) -> None:
        """Put an emoji at a message of theirs; an empty one takes it back."""
        self._graph.post(
            {
                "messaging_product": "whatsapp",
                "recipient_type": "individual",
                **receiver(to),
                "type": "reaction",
                "reaction": {"message_id": reference, "emoji": emoji},
            }
        )

    def show_typing(self, reference: str) -> None:
        """Show that a message was read and is being answered, for 25 seconds at most."""
        self._graph.post(
            {
                "messaging_product": "whatsapp",
                "status": "read",
                "message_id": reference,
                "typing_indicator": {"type": "text"},
            }
        )
