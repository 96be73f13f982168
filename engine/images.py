"""Pictures in and out, for users of the library: `from engine.images import decode`. At home in `engine.image`."""

from engine.image.images import FloatImage, decode, encode_jpeg, encode_png

__all__ = ["FloatImage", "decode", "encode_jpeg", "encode_png"]
