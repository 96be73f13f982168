"""Faces and persons in photos: where they are, how well they survive a painting, and what that asks of it.

NumPy, Pillow and LiteRT; no TensorFlow, so that the bot's decoder child can use it too. Faces are found, never
recognized, and nothing of them is kept. Nothing heavy is loaded before the first picture is looked at.
"""

from engine.faces.detection import face_score, find_faces, shows_face
from engine.faces.face import Face

__all__ = ["Face", "face_score", "find_faces", "shows_face"]
