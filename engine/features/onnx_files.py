"""The tensors in an ONNX file, read as data: no graph is built and nothing is run.

ONNX's format (onnx.proto of the ONNX project) is protocol buffers. The little of it that is needed here is declared
below, and protobuf, which TensorFlow brings, does the reading; it skips what it does not know.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.message import DecodeError
from numpy.typing import NDArray

FLOAT = 1  #: TensorProto.DataType

_Field = descriptor_pb2.FieldDescriptorProto
_REPEATED, _OPTIONAL = _Field.LABEL_REPEATED, _Field.LABEL_OPTIONAL
_PACKAGE = "stylegram.onnx"
#: Message → its fields: name, number, label, type, and the message that a field holds.
_MESSAGES: dict[str, tuple[tuple[str, int, int, int, str | None], ...]] = {
    "TensorProto": (
        ("dims", 1, _REPEATED, _Field.TYPE_INT64, None),
        ("data_type", 2, _OPTIONAL, _Field.TYPE_INT32, None),
        ("name", 8, _OPTIONAL, _Field.TYPE_STRING, None),
        ("raw_data", 9, _OPTIONAL, _Field.TYPE_BYTES, None),
    ),
    "GraphProto": (("initializer", 5, _REPEATED, _Field.TYPE_MESSAGE, "TensorProto"),),
    "ModelProto": (("graph", 7, _OPTIONAL, _Field.TYPE_MESSAGE, "GraphProto"),),
}


def tensors(data: bytes) -> dict[str, NDArray[np.float32]]:
    """The float32 tensors of a model by name; those of other types, or kept outside the file, are left out.

    Raises ValueError when the data is no ONNX model.
    """
    model = _model_type()()
    try:
        model.ParseFromString(data)
    except DecodeError as error:
        raise ValueError(f"no ONNX model: {error}") from error
    found = {}
    for tensor in model.graph.initializer:
        if tensor.data_type == FLOAT and tensor.raw_data:
            found[tensor.name] = np.frombuffer(tensor.raw_data, "<f4").reshape(tuple(tensor.dims))
    return found


def _model_type() -> Any:
    file = descriptor_pb2.FileDescriptorProto(name="stylegram_onnx.proto", package=_PACKAGE)
    for name, fields in _MESSAGES.items():
        message = file.message_type.add(name=name)
        for field, number, label, kind, holds in fields:
            type_name = None if holds is None else f".{_PACKAGE}.{holds}"
            message.field.add(name=field, number=number, label=label, type=kind, type_name=type_name)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(f"{_PACKAGE}.ModelProto"))
