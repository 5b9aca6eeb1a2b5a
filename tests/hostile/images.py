"""Pictures: sizes that lie, bombs in chunks, loops of pages, truncation."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image

from tests.hostile.case import Bait, case


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, data: bytes, *extra: bytes, depth: int = 8) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(extra) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def saved(form: str, size: tuple[int, int] = (200, 100), **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("L", size, 255).save(out, form, **more)
    return out.getvalue()


@case("png-two-billion-wide.png", "too-large")
def wide(bait: Bait) -> bytes:
    return png(2**31 - 1, 2**31 - 1, zlib.compress(bytes(1000)))


@case("png-900-megapixels.png", "too-large")
def bomb(bait: Bait) -> bytes:
    # 30 000 x 30 000 of one bit: 110 MB unpacked, 110 kB packed.
    return png(30_000, 30_000, zlib.compress(bytes(3_751 * 30_000), 9), depth=1)


@case("png-text-bomb.png", "truncated")
def text_bomb(bait: Bait) -> bytes:
    text = chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(b"A" * (128 << 20), 9))
    return png(200, 100, zlib.compress((b"\x00" + b"\xff" * 200) * 100), text)


@case("png-colour-profile-bomb.png", "truncated")
def profile(bait: Bait) -> bytes:
    extra = chunk(b"iCCP", b"x\x00\x00" + zlib.compress(b"A" * (128 << 20), 9))
    return png(200, 100, zlib.compress((b"\x00" + b"\xff" * 200) * 100), extra)


@case("png-nothing-inside.png", "truncated")
def hollow(bait: Bait) -> bytes:
    return png(2000, 2000, b"")


@case("png-half.png", "truncated")
def half(bait: Bait) -> bytes:
    data = png(2000, 2000, zlib.compress(bytes(range(256)) * 15_633, 0))
    return data[: len(data) // 2]


@case("png-one-pixel.png", "done")
def pixel(bait: Bait) -> bytes:
    return saved("PNG", (1, 1))


@case("png-a-thread.png", "done", "limit", group="limit")
def thread(bait: Bait) -> bytes:
    return saved("PNG", (1, 60_000))


@case("png-absurd-resolution.png", "done")
def resolution(bait: Bait) -> bytes:
    density = chunk(b"pHYs", struct.pack(">IIB", 2**32 - 1, 1, 1))
    return png(200, 100, zlib.compress((b"\x00" + b"\xff" * 200) * 100), density)


@case("png-million-frames.png", "done", "too-large")
def frames(bait: Bait) -> bytes:
    control = chunk(b"acTL", struct.pack(">II", 1_000_000, 0))
    return png(200, 100, zlib.compress((b"\x00" + b"\xff" * 200) * 100), control)


@case("jpeg-65535-square.jpg", "too-large")
def huge_jpeg(bait: Bait) -> bytes:
    data = bytearray(saved("JPEG"))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = b"\xff\xff\xff\xff"
    return bytes(data)


@case("jpeg-half.jpg", "truncated")
def half_jpeg(bait: Bait) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((900, 900), 80).save(out, "JPEG")
    return out.getvalue()[:20_000]


@case("jpeg-odd-exif.jpg", "done")
def exif(bait: Bait) -> bytes:
    data = saved("JPEG")
    body = b"Exif\x00\x00II*\x00\x08\x00\x00\x00\xff\xff" + b"\x12\x01\x03\x00\xff\xff\xff\xff\x08\x00\x00\x00" * 40
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + data[2:]


@case("tiff-ten-thousand-pages.tif", "too-large")
def many(bait: Bait) -> bytes:
    """One page's picture, and ten thousand directories that show it."""
    entries = [
        (256, 4, 1, 8),
        (257, 4, 1, 8),
        (258, 3, 1, 8),
        (259, 3, 1, 1),
        (262, 3, 1, 1),
        (273, 4, 1, 8),
        (278, 4, 1, 8),
        (279, 4, 1, 64),
    ]
    directory = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *e) for e in entries)
    first = 8 + 64
    size = len(directory) + 4
    out = b"II*\x00" + struct.pack("<I", first) + b"\xff" * 64
    return (
        out
        + b"".join(directory + struct.pack("<I", first + size * (n + 1)) for n in range(9_999))
        + directory
        + bytes(4)
    )


@case("tiff-loop.tif", "done", "truncated")
def loop(bait: Bait) -> bytes:
    data = bytearray(saved("TIFF"))
    (at,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, at)
    struct.pack_into("<I", data, at + 2 + 12 * count, at)
    return bytes(data)


@case("tiff-absurd-strips.tif", "truncated", "too-large", "done")
def strips(bait: Bait) -> bytes:
    data = bytearray(saved("TIFF"))
    (at,) = struct.unpack_from("<I", data, 4)
    for n in range(struct.unpack_from("<H", data, at)[0]):
        tag, *_ = struct.unpack_from("<HHII", data, at + 2 + 12 * n)
        if tag in (273, 279, 258, 277):
            struct.pack_into("<II", data, at + 2 + 12 * n + 4, 2**31, 2**32 - 1)
    return bytes(data)


@case("tiff-two-billion-wide.tif", "too-large")
def wide_tiff(bait: Bait) -> bytes:
    data = bytearray(saved("TIFF"))
    (at,) = struct.unpack_from("<I", data, 4)
    for n in range(struct.unpack_from("<H", data, at)[0]):
        tag, *_ = struct.unpack_from("<HHII", data, at + 2 + 12 * n)
        if tag in (256, 257):
            struct.pack_into("<HII", data, at + 2 + 12 * n + 2, 4, 1, 2**31 - 1)
    return bytes(data)


@case("drawing.svg", "unsupported")
def svg(bait: Bait) -> bytes:
    return f'<?xml version="1.0"?><svg xmlns="x"><image href="{bait.url}/i.png"/><script>x</script></svg>'.encode()


@case("postscript.ps", "unsupported", "done")
def postscript(bait: Bait) -> bytes:
    return f"%!PS-Adobe-3.0\n(%pipe%touch {bait.canary}) (w) file\nshowpage\n".encode()


@case("picture.gif.png", "unsupported")
def gif(bait: Bait) -> bytes:
    return saved("GIF")


@case("picture.bmp", "unsupported")
def bitmap(bait: Bait) -> bytes:
    return saved("BMP")
