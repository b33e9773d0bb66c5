"""A photo is made small, upright and silent before anybody looks at it."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from engine.files import photos
from engine.files.photos import PhotoError

CAMERA = 0x010F
"""Where a photo says which camera made it."""
TURNED = 0x0112


def made(size: tuple[int, int], kind: str = "JPEG", mode: str = "RGB", **exif: str) -> bytes:
    image, written = Image.new(mode, size, "white"), io.BytesIO()
    told = image.getexif()
    told[CAMERA] = exif.get("camera", "canary")
    told[TURNED] = 6
    image.save(written, kind, exif=told)
    return written.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_its_longer_side_has_1500_pixels_at_most() -> None:
    assert max(opened(photos.small(made((4_000, 3_000)))).size) == 1_500


def test_a_small_one_stays_as_small() -> None:
    assert sorted(opened(photos.small(made((40, 30)))).size) == [30, 40]


def test_it_is_turned_as_the_phone_was() -> None:
    assert opened(photos.small(made((40, 30)))).size == (30, 40)


def test_it_does_not_say_who_took_it_or_where() -> None:
    small = photos.small(made((40, 30)))

    assert b"canary" not in small
    assert not opened(small).getexif()


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "L"), ("WEBP", "RGB")])
def test_whatever_a_phone_sends_becomes_a_jpeg(kind: str, mode: str) -> None:
    assert opened(photos.small(made((40, 30), kind, mode))).format == "JPEG"


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", b"\xff\xd8\xff", made((40, 30))[:60], b"<svg/>"]
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(PhotoError):
        photos.small(content)


def test_a_small_file_that_unpacks_into_all_memory_is_refused() -> None:
    image, written = Image.new("1", (30_000, 30_000)), io.BytesIO()
    image.save(written, "PNG")

    assert len(written.getvalue()) < 5_000_000
    with pytest.raises(PhotoError):
        photos.small(written.getvalue())
