"""Make a photo small enough to be looked at: a JPEG without what its camera wrote in it."""

from __future__ import annotations

import io

WIDEST = 1_500
"""Pixels of the longer side: figures on a receipt are still read, and it costs a tenth."""

MOST_PIXELS = 25_000_000
"""More than chats carry; beyond it, a small file may unpack into all memory there is."""

QUALITY = 80


class PhotoError(Exception):
    """No picture that can be looked at."""


def small(content: bytes) -> bytes:
    """A JPEG of at most 1,500 pixels a side, turned upright. Raises `PhotoError`."""
    # Loaded where somebody looks: it costs every process its start and some memory.
    from PIL import Image, ImageOps, UnidentifiedImageError

    bombs = (Image.DecompressionBombError, Image.DecompressionBombWarning)
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as photo:
            if photo.width * photo.height > MOST_PIXELS:
                raise PhotoError("too many pixels")
            photo.draft("RGB", (WIDEST, WIDEST))
            upright = ImageOps.exif_transpose(photo).convert("RGB")
    except (*bombs, UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise PhotoError(type(error).__name__) from None
    upright.thumbnail((WIDEST, WIDEST))
    written = io.BytesIO()
    upright.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()
