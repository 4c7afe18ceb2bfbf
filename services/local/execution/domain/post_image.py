"""Can a picture go to a channel, and what must be done to it first?

What goes out tells nobody where it was taken: a picture with any data beside its pixels is written
anew, upright and without them. Nothing is cut off: what is too narrow or too wide is set on white.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from math import ceil

from PIL import Image, ImageOps, UnidentifiedImageError

from local.execution.domain.post_channel import Channel, ChannelRules

METHOD = "post_image@1"
JPEG = "image/jpeg"
MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 40_000_000
_LONGEST_SIDE = 4096
_QUALITIES = (90, 80, 70, 60)
_SHRUNK = (1.0, 0.75, 0.5, 0.35, 0.25)
_MODES = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "YCbCr"})
_ROUNDING = 1e-6
_WHITE = (255, 255, 255)
# What JPEG needs to be shown: its kind, its colours.
_HARMLESS = frozenset({"APP0", "APP2", "APP14"})
_END_OF_JPEG = b"\xff\xd9"
_ORIENTATION, _GPS = 0x0112, 0x8825
# By what a file begins with, and from which byte on.
_KINDS: Sequence[tuple[int, bytes, str]] = (
    (0, b"GIF8", "GIF"),
    (8, b"WEBP", "WebP"),
    (0, b"BM", "BMP"),
    (0, b"II*\0", "TIFF"),
    (0, b"MM\0*", "TIFF"),
    (4, b"ftypheic", "HEIC"),
    (4, b"ftypmif1", "HEIC"),
    (4, b"ftypavif", "AVIF"),
    (4, b"ftyp", "video"),
    (0, b"\x1aE\xdf\xa3", "video"),
    (8, b"AVI ", "video"),
    (0, b"%PDF", "PDF"),
    (0, b"PK\x03\x04", "ZIP"),
    (0, b"8BPS", "Photoshop"),
    (0, b"<svg", "SVG"),
    (0, b"<?xml", "XML"),
    (0, b"<!DOCTYPE", "web page"),
    (0, b"<html", "web page"),
)


class Change(StrEnum):
    """What was done to a picture."""

    PLACE_REMOVED = "place_removed"
    DATA_REMOVED = "data_removed"
    TURNED_UPRIGHT = "turned_upright"
    MADE_JPEG = "made_jpeg"
    SET_ON_WHITE = "set_on_white"
    MADE_SMALLER = "made_smaller"


@dataclass(frozen=True, slots=True, kw_only=True)
class FitImage:
    """A picture that a channel takes."""

    content: bytes
    width: int
    height: int
    changes: tuple[Change, ...]


def fit_image(data: bytes, channel: Channel, rules: ChannelRules) -> FitImage | str:
    """Return the picture as it may go out, or what is wrong with it."""
    if problem := _unreadable(data):
        return problem
    try:
        with Image.open(BytesIO(data), formats=("JPEG", "PNG")) as image:
            return _too_odd(image) or _fit(image, data, channel, rules)
    except UnidentifiedImageError:
        return "is no picture that can be read; give a JPEG or PNG"
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return f"has more than {MOST_PIXELS // 10**6} million pixels; make it smaller"
    except (OSError, SyntaxError, ValueError):
        return "is damaged, or ends too early; save it anew"


def _unreadable(data: bytes) -> str | None:
    if not data:
        return "is empty"
    if len(data) > MOST_BYTES:
        return f"has more than {MOST_BYTES // 1024**2} MB; make it smaller"
    for start, sign, kind in _KINDS:
        if data[start : start + len(sign)] == sign:
            return f"is a {kind} file; give a JPEG or PNG picture"
    return None


def _too_odd(image: Image.Image) -> str | None:
    width, height = image.size
    if width * height > MOST_PIXELS:
        return f"has more than {MOST_PIXELS // 10**6} million pixels; make it smaller"
    if image.format == "PNG" and getattr(image, "n_frames", 1) > 1:
        return "moves; give a still picture"
    if image.mode not in _MODES:
        return "has more than 8 bits a colour; save it with 8"
    return None


def _fit(image: Image.Image, data: bytes, channel: Channel, rules: ChannelRules) -> FitImage | str:
    least = rules.least_image_side_px
    if least is not None and min(image.size) < least:
        width, height = image.size
        return f"has {width} by {height} pixels, and {channel} takes {least} by {least} and more"
    if len(data) < rules.least_image_bytes:
        least_kb = rules.least_image_bytes // 1024
        return f"has {len(data)} bytes, and {channel} takes {least_kb} kB and more"
    changes = [*_about_data(image, data)]
    upright = ImageOps.exif_transpose(image)
    if image.format == "PNG":
        changes.append(Change.MADE_JPEG)
    flat = _on_white(upright, rules)
    if flat.size != upright.size:
        changes.append(Change.SET_ON_WHITE)
    is_fit = image.mode in ("L", "RGB") and len(data) <= rules.most_image_bytes
    if is_fit and not changes and max(flat.size) <= _LONGEST_SIDE:
        flat.load()
        return FitImage(content=data, width=flat.width, height=flat.height, changes=())
    return _written(flat, image.info.get("icc_profile"), changes, rules.most_image_bytes)


def _about_data(image: Image.Image, data: bytes) -> Sequence[Change]:
    """Return what there is to be taken out of a picture, and whether it lies on its side."""
    exif = image.getexif()
    found = [Change.PLACE_REMOVED] if exif.get_ifd(_GPS) else []
    if exif or _has_more_than_pixels(image, data):
        found.append(Change.DATA_REMOVED)
    if exif.get(_ORIENTATION, 1) != 1:
        found.append(Change.TURNED_UPRIGHT)
    return found


def _has_more_than_pixels(image: Image.Image, data: bytes) -> bool:
    """Tell whether a picture holds anything that is not needed to show it; in doubt it does."""
    if image.format == "PNG":
        return bool(getattr(image, "text", None))
    parts: Sequence[tuple[str, bytes]] = getattr(image, "applist", ())
    told = [name for name, part in parts if name not in _HARMLESS or part.startswith(b"MPF")]
    return bool(told) or not data.endswith(_END_OF_JPEG)


def _on_white(image: Image.Image, rules: ChannelRules) -> Image.Image:
    """Return a picture without transparency, as wide and as high as the channel wants it."""
    width, height = image.size
    if rules.narrowest_ratio is not None:
        width = max(width, ceil(height * rules.narrowest_ratio - _ROUNDING))
    if rules.widest_ratio is not None:
        height = max(height, ceil(width / rules.widest_ratio - _ROUNDING))
    solid = image.convert("RGBA") if _is_see_through(image) else image.convert("RGB")
    ground = Image.new("RGB", (width, height), _WHITE)
    place = ((width - image.width) // 2, (height - image.height) // 2)
    ground.paste(solid, place, solid if solid.mode == "RGBA" else None)
    return ground


def _is_see_through(image: Image.Image) -> bool:
    return image.mode in ("LA", "PA", "RGBA") or "transparency" in image.info


def _written(
    image: Image.Image, profile: bytes | None, changes: Sequence[Change], most_bytes: int
) -> FitImage | str:
    """Return a picture as JPEG, smaller until it fits."""
    whole = min(1.0, _LONGEST_SIDE / max(image.size))
    for shrunk in _SHRUNK:
        scale = whole * shrunk
        size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
        scaled = image.copy()
        scaled.thumbnail(size)
        for quality in _QUALITIES:
            content = _jpeg(scaled, profile, quality)
            if len(content) <= most_bytes:
                smaller = [] if scaled.size == image.size else [Change.MADE_SMALLER]
                told = (*changes, *smaller)
                width, height = scaled.size
                return FitImage(content=content, width=width, height=height, changes=told)
    return "cannot be made small enough"


def _jpeg(image: Image.Image, profile: bytes | None, quality: int) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True, icc_profile=profile)
    return out.getvalue()
