"""How providers spell whom they reach: phones, and the ids that WhatsApp gives instead."""

from __future__ import annotations

import re

PHONE = re.compile(r"\+[1-9][0-9]{5,14}")
"""E.164."""

BSUID = re.compile(r"[A-Z]{2}\.[A-Za-z0-9.]{1,128}")
"""A business-scoped id: the country, and what means this person to us alone."""
