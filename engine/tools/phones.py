"""Where phone numbers belong."""

from __future__ import annotations

import phonenumbers


def country_of(phone: str) -> str | None:
    """The country (ISO 3166) that an E.164 number's prefix belongs to."""
    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.region_code_for_number(number)
