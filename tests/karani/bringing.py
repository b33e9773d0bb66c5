"""A book as a shop has kept it, and how it is brought."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from karani import importing
from karani.importing import Asked
from tests.engine.world import AMINA, World

HEADER = "date,kind,item,quantity,unit,unit price,amount,customer,payment,phone,note\n"
BOOK = HEADER + (
    "2026-09-01,stock count,Sugar,40,kg,,,,,,\n"
    "2026-09-02,sale,Sugar,2,kg,150,300,,cash,,\n"
    "2026-09-02,sale,Bread,1,,60,60,,mobile,,\n"
    "2026-09-02,sale,Bread,1,,60,60,,mobile,,\n"
    "2026-09-03,sale,Sugar,10,kg,150,1500,Asha,credit,0744000004,wedding\n"
    "2026-10-01,debt payment,,,,,500,asha,cash,,\n"
    "2026-10-02,purchase,Sugar,20,kg,120,2400,Juma,credit,,\n"
    "2026-10-03,expense,Rent,,,,5000,,,,\n"
    "2026-10-04,drawing,,,,,700,,,,\n"
)


def brings(world: World, path: Path, text: str = BOOK, **more: object) -> None:
    """Amina brings a file."""
    path.write_text(text, "utf-8")
    importing.run(world.rt, Asked(path, **{"phone": AMINA, **more}))  # type: ignore[arg-type]


def organization(shop: World, name: str = "Duka la Amina") -> UUID:
    return shop.ids(f"select id from organizations where name = '{name}'")[0]
