"""Which kind of file this is, by its first bytes: a name may be wrong, and often is."""

from __future__ import annotations

from typing import Final

#: Kinds that are read, as Pillow calls them.
_READ: Final = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"BM", "BMP"),
    *((magic, "TIFF") for magic in (b"II*\x00", b"MM\x00*", b"II\x00*", b"MM*\x00", b"II+\x00", b"MM\x00+")),
)

#: Kinds that are not, by what they begin with.
_FOREIGN: Final = (
    (b"\xff\x0a", "JPEG XL"),
    (b"\x00\x00\x00\x0cJXL ", "JPEG XL"),
    (b"\x00\x00\x00\x0cjP", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"II\xbc\x01", "JPEG XR"),
    (b"\xff\xd8\xf7", "JPEG-LS"),
    (b"%PDF", "PDF"),
    (b"%!PS", "PostScript"),
    (b"\xc5\xd0\xd3\xc6", "PostScript"),
    (b"8BPS", "Photoshop"),
    (b"gimp xcf", "GIMP"),
    (b"\x00\x00\x01\x00", "icon"),
    (b"\x00\x00\x02\x00", "cursor"),
    (b"icns", "icon"),
    (b"\x76\x2f\x31\x01", "OpenEXR"),
    (b"#?RADIANCE", "Radiance HDR"),
    (b"#?RGBE", "Radiance HDR"),
    (b"PF\n", "portable float map"),
    (b"Pf\n", "portable float map"),
    *((f"P{number}{end}".encode(), "portable any map") for number in range(1, 8) for end in "\n\r \t"),
    (b"qoif", "QOI"),
    (b"DDS ", "DirectDraw surface"),
    (b"BPG\xfb", "BPG"),
    (b"FLIF", "FLIF"),
    (b"farbfeld", "farbfeld"),
    (b"SIMPLE  =", "FITS"),
    (b"AT&TFORM", "DjVu"),
    (b"\xd7\xcd\xc6\x9a", "Windows metafile"),
    (b"\x01\x00\x00\x00\x6c\x00\x00\x00", "Windows metafile"),
    (b"\x0a\x05\x01\x08", "PCX"),
    (b"\x59\xa6\x6a\x95", "Sun raster"),
    (b"\x01\xda\x00", "SGI"),
    (b"\x01\xda\x01", "SGI"),
    (b"/* XPM", "XPM"),
    (b"\x1aE\xdf\xa3", "film"),
    (b"RIFF", "sound or film"),
    # raw photographs
    (b"FUJIFILMCCD-RAW", "Fujifilm raw photograph"),
    (b"IIU\x00", "Panasonic raw photograph"),
    (b"IIRO", "Olympus raw photograph"),
    (b"IIRS", "Olympus raw photograph"),
    (b"MMOR", "Olympus raw photograph"),
    (b"FOVb", "Sigma raw photograph"),
    (b"\x00MRM", "Minolta raw photograph"),
    (b"II\x1a\x00\x00\x00HEAPCCDR", "Canon raw photograph"),
    (b"ARRI", "raw photograph"),
)

_HEIF_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"mif2"})
_AVIF_BRANDS: Final = frozenset({b"avif", b"avis"})
_LOOKED_AT: Final = 4096  #: bytes, for what stands behind a preamble
_SMALLEST_TGA: Final = 18


def read_kind(data: bytes) -> str | None:
    """The name of a kind that is read; None: it is another one, or nothing."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp":
        brands = _brands(data)
        if brands & _AVIF_BRANDS:
            return "AVIF"
        return "HEIF" if brands & _HEIF_BRANDS and b"crx " not in brands else None
    return next((kind for magic, kind in _READ if data.startswith(magic)), None)


def foreign_kind(data: bytes) -> str | None:
    """The name of a kind that is known but not read; None: it is nothing that we know."""
    if data[4:8] == b"ftyp":
        return "Canon raw photograph" if b"crx " in _brands(data) else "film"
    for magic, kind in _FOREIGN:
        if data.startswith(magic):
            return kind
    if data[128:132] == b"DICM":
        return "DICOM"
    head = data[:_LOOKED_AT]
    if b"<svg" in head.replace(b"\x00", b"") and head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").startswith(b"<"):
        return "SVG"
    return "TGA" if _is_tga(data) else "XML" if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml") else None


def _brands(data: bytes) -> set[bytes]:
    end = min(int.from_bytes(data[:4], "big"), 256, len(data))
    return {data[8:12], *(data[at : at + 4] for at in range(16, end - 3, 4))}


def _is_tga(data: bytes) -> bool:
    """By its end; older ones, which have no such end, by a header that makes sense."""
    if data[-18:].startswith(b"TRUEVISION-XFILE"):
        return True
    if len(data) <= _SMALLEST_TGA:
        return False
    palette, kind, depth = data[1], data[2], data[16]
    width, height = int.from_bytes(data[12:14], "little"), int.from_bytes(data[14:16], "little")
    kinds = {0: (2, 3, 10, 11), 1: (1, 9)}.get(palette, ())
    sizes = (width > 0, height > 0, data[17] & 0xC0 == 0, palette == 1 or not any(data[3:8]))
    return kind in kinds and depth in (8, 15, 16, 24, 32) and all(sizes)
