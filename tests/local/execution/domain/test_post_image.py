"""Forty pictures that cannot go out as they are: each is mended, or refused with what is wrong."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from io import BytesIO

import pytest
from PIL import Image, ImageDraw, PngImagePlugin

from local.execution.domain.post_channel import Channel, rules_on
from local.execution.domain.post_image import MOST_BYTES, Change, FitImage, fit_image

TODAY = date(2026, 11, 27)
GOOGLE, FACEBOOK, INSTAGRAM = Channel.GOOGLE, Channel.FACEBOOK, Channel.INSTAGRAM
_GPS, _ORIENTATION, _MAKE = 0x8825, 0x0112, 0x010F
PUNE = {1: "N", 2: (18.0, 31.0, 13.0), 3: "E", 4: (73.0, 51.0, 24.0)}
Made = Callable[[], bytes]


@cache
def drawn(mode: str, width: int, height: int) -> Image.Image:
    """A picture with enough in it to weigh something, the same each time."""
    image = Image.effect_noise((width, height), 60)
    ImageDraw.Draw(image).ellipse((width // 4, height // 4, width // 2, height // 2), fill=20)
    return image.convert("RGB").convert(mode)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def jpeg(width: int = 600, height: int = 600, mode: str = "RGB", **options: object) -> Made:
    return lambda: saved(drawn(mode, width, height), "JPEG", **options)


def png(width: int = 600, height: int = 600, mode: str = "RGB", **options: object) -> Made:
    return lambda: saved(drawn(mode, width, height), "PNG", **options)


def exif(*, place: bool = False, orientation: int = 1, make: str | None = None) -> Image.Exif:
    found = Image.Exif()
    if place:
        found[_GPS] = PUNE
    if orientation != 1:
        found[_ORIENTATION] = orientation
    if make:
        found[_MAKE] = make
    return found


def texts() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Asha")
    return info


def frames() -> bytes:
    others = [drawn("RGB", 600, 600).rotate(90)]
    return saved(drawn("RGB", 600, 600), "PNG", save_all=True, append_images=others)


def two_pictures() -> bytes:
    others = [drawn("RGB", 600, 600).rotate(90)]
    return saved(drawn("RGB", 600, 600), "MPO", save_all=True, append_images=others)


def many_pixels() -> bytes:
    return saved(Image.new("1", (8000, 6000)), "PNG")


def far_too_many_pixels() -> bytes:
    return saved(Image.new("1", (20_000, 10_000)), "PNG")


def flat(width: int, height: int) -> Made:
    return lambda: saved(Image.new("RGB", (width, height), (200, 30, 30)), "JPEG")


def sixteen_bits() -> bytes:
    return saved(Image.new("I;16", (600, 600), 40_000), "PNG")


def of(kind: str) -> Made:
    return lambda: saved(drawn("RGB", 600, 600), kind)


def ftyp(brand: bytes) -> Made:
    return lambda: b"\0\0\0\x20ftyp" + brand + b"\0" * 40


REFUSED: Mapping[str, tuple[Channel, Made, str]] = {
    "empty": (GOOGLE, lambda: b"", "is empty"),
    "huge": (GOOGLE, lambda: b"\xff\xd8" + b"0" * MOST_BYTES, "has more than 20 MB; make it"),
    "words": (GOOGLE, lambda: b"hello, picture", "is no picture that can be read"),
    "gif": (GOOGLE, of("GIF"), "is a GIF file; give a JPEG or PNG picture"),
    "webp": (INSTAGRAM, of("WEBP"), "is a WebP file; give a JPEG or PNG picture"),
    "bmp": (GOOGLE, of("BMP"), "is a BMP file; give a JPEG or PNG picture"),
    "tiff": (FACEBOOK, of("TIFF"), "is a TIFF file; give a JPEG or PNG picture"),
    "heic of a phone": (INSTAGRAM, ftyp(b"heic"), "is a HEIC file; give a JPEG or PNG picture"),
    "heif": (GOOGLE, ftyp(b"mif1"), "is a HEIC file; give a JPEG or PNG picture"),
    "avif": (GOOGLE, ftyp(b"avif"), "is a AVIF file; give a JPEG or PNG picture"),
    "mp4": (GOOGLE, ftyp(b"isom"), "is a video file; give a JPEG or PNG picture"),
    "avi": (GOOGLE, lambda: b"RIFF0000AVI LIST", "is a video file; give a JPEG or PNG picture"),
    "mkv": (GOOGLE, lambda: b"\x1aE\xdf\xa3" + b"0" * 40, "is a video file; give a JPEG or"),
    "pdf": (GOOGLE, lambda: b"%PDF-1.7 menu", "is a PDF file; give a JPEG or PNG picture"),
    "zip": (GOOGLE, lambda: b"PK\x03\x04 menu", "is a ZIP file; give a JPEG or PNG picture"),
    "psd": (GOOGLE, lambda: b"8BPS menu", "is a Photoshop file; give a JPEG or PNG picture"),
    "svg": (GOOGLE, lambda: b"<svg width='9'/>", "is a SVG file; give a JPEG or PNG picture"),
    "web page": (GOOGLE, lambda: b"<!DOCTYPE html>", "is a web page file; give a JPEG or PNG"),
    "cut jpeg": (GOOGLE, lambda: jpeg()()[:-20_000], "is damaged, or ends too early; save it"),
    "cut png": (GOOGLE, lambda: png()()[:-20_000], "is damaged, or ends too early; save it"),
    "head alone": (GOOGLE, lambda: jpeg()()[:20], "is no picture that can be read"),
    "animated": (FACEBOOK, frames, "moves; give a still picture"),
    "many pixels": (GOOGLE, many_pixels, "has more than 40 million pixels; make it smaller"),
    "bomb": (GOOGLE, far_too_many_pixels, "has more than 40 million pixels; make it smaller"),
    "16 bits": (GOOGLE, sixteen_bits, "has more than 8 bits a colour; save it with 8"),
    "narrow": (GOOGLE, jpeg(240, 900), "has 240 by 900 pixels, and google_my_business takes 250"),
    "low": (GOOGLE, jpeg(900, 249), "has 900 by 249 pixels, and google_my_business takes 250"),
    "small": (INSTAGRAM, jpeg(300, 300), "has 300 by 300 pixels, and instagram_business takes"),
    "light": (GOOGLE, flat(300, 300), "bytes, and google_my_business takes 10 kB and more"),
}
MENDED: Mapping[str, tuple[Channel, Made, set[Change], tuple[int, int]]] = {
    "with a place": (
        GOOGLE,
        jpeg(exif=exif(place=True)),
        {Change.PLACE_REMOVED, Change.DATA_REMOVED},
        (600, 600),
    ),
    "with a camera": (GOOGLE, jpeg(exif=exif(make="Phone")), {Change.DATA_REMOVED}, (600, 600)),
    "on its side": (
        FACEBOOK,
        jpeg(800, 600, exif=exif(orientation=6)),
        {Change.TURNED_UPRIGHT, Change.DATA_REMOVED},
        (600, 800),
    ),
    "with a comment": (GOOGLE, jpeg(comment=b"by Asha"), {Change.DATA_REMOVED}, (600, 600)),
    "with xmp": (GOOGLE, jpeg(xmp=b"<x:xmpmeta/>"), {Change.DATA_REMOVED}, (600, 600)),
    "with a tail": (GOOGLE, lambda: jpeg()() + b"18.5N", {Change.DATA_REMOVED}, (600, 600)),
    "two in one": (GOOGLE, two_pictures, {Change.DATA_REMOVED}, (600, 600)),
    "png": (INSTAGRAM, png(), {Change.MADE_JPEG}, (600, 600)),
    "png with words": (
        GOOGLE,
        png(pnginfo=texts()),
        {Change.MADE_JPEG, Change.DATA_REMOVED},
        (600, 600),
    ),
    "png with a place": (
        INSTAGRAM,
        png(exif=exif(place=True)),
        {Change.MADE_JPEG, Change.PLACE_REMOVED, Change.DATA_REMOVED},
        (600, 600),
    ),
    "see-through": (FACEBOOK, png(mode="RGBA"), {Change.MADE_JPEG}, (600, 600)),
    "of a palette": (GOOGLE, png(mode="P"), {Change.MADE_JPEG}, (600, 600)),
    "for print": (GOOGLE, jpeg(mode="CMYK"), set(), (600, 600)),
    "too narrow": (INSTAGRAM, jpeg(400, 1000), {Change.SET_ON_WHITE}, (800, 1000)),
    "too wide": (INSTAGRAM, jpeg(1910, 500), {Change.SET_ON_WHITE}, (1910, 1000)),
    "too heavy": (FACEBOOK, jpeg(2200, 2200, quality=100), set(), (2200, 2200)),
    "too large": (GOOGLE, jpeg(5000, 400), {Change.MADE_SMALLER}, (4096, 328)),
}


def fitted(channel: Channel, data: bytes) -> FitImage | str:
    return fit_image(data, channel, rules_on(channel, TODAY))


def test_forty_inputs_are_tried() -> None:
    assert len(REFUSED) + len(MENDED) >= 40


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_mended_is_refused_with_what_is_wrong(name: str) -> None:
    channel, made, problem = REFUSED[name]
    found = fitted(channel, made())
    assert isinstance(found, str)
    assert problem in found


@pytest.mark.parametrize("name", MENDED)
def test_what_can_be_mended_goes_out_as_a_plain_jpeg(name: str) -> None:
    channel, made, changes, size = MENDED[name]
    rules = rules_on(channel, TODAY)
    found = fitted(channel, made())
    assert isinstance(found, FitImage), found
    assert (set(found.changes), (found.width, found.height)) == (changes, size)
    assert len(found.content) <= rules.most_image_bytes
    with Image.open(BytesIO(found.content)) as image:
        image.load()
        assert (image.format, image.mode, image.size) == ("JPEG", "RGB", size)
        assert not image.getexif()
        assert "comment" not in image.info
        assert "xmp" not in image.info
    assert b"Exif" not in found.content[:2000]


def test_the_place_is_in_the_picture_before_and_not_after() -> None:
    before = jpeg(exif=exif(place=True))()
    with Image.open(BytesIO(before)) as image:
        assert image.getexif().get_ifd(_GPS)[1] == "N"
    found = fitted(GOOGLE, before)
    assert isinstance(found, FitImage)
    with Image.open(BytesIO(found.content)) as image:
        assert not image.getexif().get_ifd(_GPS)


def test_a_picture_that_fits_goes_out_byte_for_byte() -> None:
    data = jpeg()()
    assert fitted(GOOGLE, data) == FitImage(content=data, width=600, height=600, changes=())


def test_what_was_mended_needs_no_more_mending() -> None:
    for channel, made, _, _ in MENDED.values():
        once = fitted(channel, made())
        assert isinstance(once, FitImage)
        again = fitted(channel, once.content)
        assert isinstance(again, FitImage)
        assert (again.content, again.changes) == (once.content, ())


def test_what_is_narrow_is_set_on_white_in_the_middle() -> None:
    found = fitted(INSTAGRAM, jpeg(400, 1000)())
    assert isinstance(found, FitImage)
    with Image.open(BytesIO(found.content)) as image:
        assert image.getpixel((5, 500)) == (255, 255, 255)
        assert image.getpixel((795, 500)) == (255, 255, 255)
        assert image.getpixel((300, 400)) != (255, 255, 255)
