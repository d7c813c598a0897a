"""Small pictures of each form that ImageFile reads, and their pixels. Writes tests/Kerasharp.Datasets.Tests/References/images.json.
Pillow writes and decodes the files; forms that it does not write (PNG's interlacing and bit depths) are packed here, and pixels are then
those that were packed. Needs Pillow and NumPy. What JPEG files hold may change with libjpeg's version, so the files are kept as they are.

    /usr/bin/python3 tests/references/images.py
"""

import base64
import io
import json
import pathlib
import struct
import zlib

import numpy as np
from PIL import Image

TARGET = pathlib.Path(__file__).parents[1] / "Kerasharp.Datasets.Tests" / "References" / "images.json"
random = np.random.RandomState(1)
cases = []


def add(name, file, pixels, tolerance=0):
    """pixels: (height, width, channels) of bytes; tolerance: the greatest difference of a byte, and a quarter of it on average."""
    pixels = np.asarray(pixels, dtype=np.uint8)
    cases.append(
        {
            "name": name,
            "file": base64.b64encode(file).decode(),
            "shape": list(pixels.shape),
            "pixels": base64.b64encode(pixels.tobytes()).decode(),
            "tolerance": tolerance,
        }
    )


def saved(image, format, **options):
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def decoded(file, mode):
    pixels = np.asarray(Image.open(io.BytesIO(file)).convert(mode))
    return pixels if pixels.ndim == 3 else pixels[..., None]


# PNG, packed here.
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(type, content):
    return struct.pack(">I", len(content)) + type + content + struct.pack(">I", zlib.crc32(type + content))


def row_bytes(samples, depth):
    flat = samples.reshape(-1)
    if depth == 16:
        return flat.astype(">u2").tobytes()
    bits = np.zeros((len(flat), depth), dtype=np.uint8)
    for i in range(depth):
        bits[:, i] = flat >> (depth - 1 - i) & 1
    return np.packbits(bits).tobytes()


def filtered(kind, row, above, step):
    out = bytearray()
    for i in range(len(row)):
        left = row[i - step] if i >= step else 0
        up = above[i] if above else 0
        corner = above[i - step] if above and i >= step else 0
        guess = left + up - corner
        distances = [abs(guess - left), abs(guess - up), abs(guess - corner)]
        paeth = [left, up, corner][distances.index(min(distances))]
        out.append((row[i] - [0, left, up, (left + up) // 2, paeth][kind]) % 256)
    return bytes([kind]) + bytes(out)


def png(samples, colour, depth, interlaced=False, extra=()):
    """samples: (height, width, channels) as stored. Rows take the five filters by turns."""
    height, width, channels = samples.shape
    step = max(1, channels * depth // 8)
    data = b""
    for left, top, right, down in ADAM7 if interlaced else [(0, 0, 1, 1)]:
        part = samples[top::down, left::right]
        above = None
        if part.shape[0] and part.shape[1]:
            for number, line in enumerate(part):
                row = row_bytes(line, depth)
                data += filtered(number % 5, row, above, step)
                above = row
    packed = zlib.compress(data, 9)
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced))
    middle = len(packed) // 2
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + b"".join(chunk(t, c) for t, c in extra)
        + chunk(b"IDAT", packed[:middle])
        + chunk(b"IDAT", packed[middle:])
        + chunk(b"tEXt", b"Comment\0a test")
        + chunk(b"IEND", b"")
    )


def eight(samples, depth):
    samples = samples.astype(np.int64)
    return samples >> 8 if depth == 16 else samples * 255 // (2**depth - 1)


CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
for colour, depths in [(0, [1, 2, 4, 8, 16]), (2, [8, 16]), (4, [8, 16]), (6, [8, 16])]:
    for depth in depths:
        for interlaced in (False, True):
            samples = random.randint(0, 2**depth, (11, 13, CHANNELS[colour]))
            file = png(samples, colour, depth, interlaced)
            pixels = eight(samples, depth)
            if depth == 8:
                mode = {0: "L", 2: "RGB", 4: "LA", 6: "RGBA"}[colour]
                assert (decoded(file, mode) == pixels).all()
            add(f"png colour {colour} depth {depth}{' interlaced' if interlaced else ''}", file, pixels)
for depth in (1, 2, 4, 8):
    count = min(2**depth, 200)
    palette = random.randint(0, 256, (count, 3)).astype(np.uint8)
    samples = random.randint(0, count, (9, 10, 1))
    extra = [(b"PLTE", palette.tobytes())]
    file = png(samples, 3, depth, depth == 4, extra)
    add(f"png palette depth {depth}", file, palette[samples[..., 0]])
    assert (decoded(file, "RGB") == palette[samples[..., 0]]).all()
    alpha = random.randint(0, 256, (count + 1) // 2).astype(np.uint8)
    file = png(samples, 3, depth, False, extra + [(b"tRNS", alpha.tobytes())])
    opacity = np.concatenate([alpha, np.full(count - len(alpha), 255, np.uint8)])
    pixels = np.concatenate([palette[samples[..., 0]], opacity[samples]], axis=-1)
    assert (decoded(file, "RGBA") == pixels).all()
    add(f"png palette depth {depth} transparent", file, pixels)
for colour, depth in [(0, 2), (0, 8), (0, 16), (2, 8)]:
    samples = random.randint(0, 4, (8, 9, CHANNELS[colour])) * (2**depth // 4)
    clear = samples[3, 4]
    file = png(samples, colour, depth, False, [(b"tRNS", clear.astype(">u2").tobytes())])
    opacity = np.where((samples == clear).all(-1, keepdims=True), 0, 255)
    add(f"png colour {colour} depth {depth} with a clear colour", file, np.concatenate([eight(samples, depth), opacity], -1))

# PNG and BMP by Pillow.
rgb = Image.fromarray(random.randint(0, 256, (7, 5, 3)).astype(np.uint8))
add("png by Pillow", saved(rgb, "PNG"), np.asarray(rgb))
add("bmp 24", saved(rgb, "BMP"), np.asarray(rgb))
gray = Image.fromarray(random.randint(0, 256, (6, 9)).astype(np.uint8))
add("bmp 8 gray", saved(gray, "BMP"), np.asarray(gray)[..., None])
add("bmp 1", saved(gray.convert("1"), "BMP"), decoded(saved(gray.convert("1"), "BMP"), "L"))
indexed = rgb.quantize(20)
add("bmp 8 palette", saved(indexed, "BMP"), decoded(saved(indexed, "BMP"), "RGB"))
rgba = Image.fromarray(random.randint(0, 256, (4, 6, 4)).astype(np.uint8), "RGBA")
file = saved(rgba, "BMP")
add("bmp 32", file, np.asarray(Image.open(io.BytesIO(file)).convert("RGB")))


def bmp(height, width, bits, rows, compression=0, masks=b"", header=40):
    table = masks
    start = 14 + header + len(table)
    info = struct.pack("<IiiHHIIiiII", header, width, height, 1, bits, compression, len(rows), 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", start + len(rows), 0, 0, start) + info + table + rows


def padded(rows):
    return b"".join(r + b"\0" * (-len(r) % 4) for r in rows)


top = np.asarray(rgb)
rows = padded([np.ascontiguousarray(line[:, ::-1]).tobytes() for line in top])
file = bmp(-7, 5, 24, rows)
assert (decoded(file, "RGB") == top).all()
add("bmp 24 from the top", file, top)
words = random.randint(0, 65536, (5, 6))
for name, masks, compression in [("555", (0x7C00, 0x3E0, 0x1F), 0), ("565", (0xF800, 0x7E0, 0x1F), 3)]:
    rows = padded([line.astype("<u2").tobytes() for line in words[::-1]])
    file = bmp(5, 6, 16, rows, compression, b"".join(struct.pack("<I", m) for m in masks) if compression else b"")
    channels = []
    for mask in masks:
        shift = (mask & -mask).bit_length() - 1
        channels.append(((words & mask) >> shift) * 255 // (mask >> shift))
    pixels = np.stack(channels, -1)
    assert abs(decoded(file, "RGB").astype(int) - pixels).max() <= 1
    add(f"bmp 16 {name}", file, pixels)

# JPEG: smooth pictures, whose decoders differ by rounding and by how they spread colours that are stored at half the size.
y, x = np.mgrid[0:37, 0:45]
smooth = np.stack([128 + 100 * np.sin(x / 9), 128 + 100 * np.cos(y / 8), 255 * (x + y) / 82], -1).astype(np.uint8)
picture = Image.fromarray(smooth)
for name, options, tolerance in [
    ("4:4:4", dict(quality=95, subsampling=0), 3),
    ("4:2:2", dict(quality=95, subsampling=1), 24),
    ("4:2:0", dict(quality=95, subsampling=2), 24),
    ("progressive", dict(quality=90, subsampling=0, progressive=True), 3),
    ("progressive 4:2:0", dict(quality=90, subsampling=2, progressive=True), 24),
    ("restarts", dict(quality=90, subsampling=0, restart_marker_blocks=3), 3),
    ("optimized", dict(quality=60, subsampling=0, optimize=True), 3),
]:
    file = saved(picture, "JPEG", **options)
    add(f"jpeg {name}", file, decoded(file, "RGB"), tolerance)
file = saved(Image.fromarray(smooth[..., 0]), "JPEG", quality=90)
add("jpeg gray", file, decoded(file, "L"), 2)
file = saved(picture, "JPEG", quality=95, subsampling=0, keep_rgb=True)
if b"Adobe" in file:
    add("jpeg of red, green and blue", file, decoded(file, "RGB"), 3)

refused = {
    "gif": saved(indexed, "GIF"),
    "webp": b"RIFF\x10\0\0\0WEBPVP8 ",
    "tiff": saved(gray, "TIFF"),
    "cmyk": saved(picture.convert("CMYK"), "JPEG"),
    "bmp of run lengths": bmp(5, 6, 8, b"\0" * 64, compression=1, masks=b"\0" * 1024),
}
TARGET.parent.mkdir(exist_ok=True)
document = {"cases": cases, "refused": {name: base64.b64encode(file).decode() for name, file in refused.items()}}
TARGET.write_text(json.dumps(document, indent=1) + "\n")
print(len(cases), "cases,", TARGET.stat().st_size, "bytes")
