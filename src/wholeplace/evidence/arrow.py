"""Arrow columns straight from NumPy, and back.

`pyarrow.array` looks at every list it is given with pandas' eyes and imports pandas to do so, a quarter of a second
that a command to load one file does not have. Columns here are laid out by Arrow's own format instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray


def _validity(good: NDArray[Any] | None) -> tuple[Any, int]:
    import numpy as np
    import pyarrow as pa

    if good is None or bool(good.all()):
        return None, 0
    return pa.py_buffer(np.packbits(good, bitorder="little")), int(len(good) - good.sum())


def numeric(values: NDArray[Any], kind: pa.DataType, good: NDArray[Any] | None = None) -> pa.Array:
    """A column of numbers of Arrow type `kind`; null where `good` is false."""
    import numpy as np
    import pyarrow as pa

    data = np.ascontiguousarray(values, dtype=kind.to_pandas_dtype())
    bitmap, nulls = _validity(good)
    return pa.Array.from_buffers(kind, len(data), [bitmap, pa.py_buffer(data)], nulls)


def text(values: Sequence[str | None]) -> pa.Array:
    """A column of text."""
    import numpy as np
    import pyarrow as pa

    encoded = [(v or "").encode() for v in values]
    offsets = np.zeros(len(encoded) + 1, dtype="int32")
    np.cumsum([len(e) for e in encoded], out=offsets[1:])
    good = np.array([v is not None for v in values], dtype=bool)
    bitmap, nulls = _validity(good)
    return pa.Array.from_buffers(
        pa.string(), len(encoded), [bitmap, pa.py_buffer(offsets), pa.py_buffer(b"".join(encoded))], nulls
    )


def words(codes: NDArray[Any], dictionary: Sequence[str]) -> pa.Array:
    """A column of few different words: positions in `dictionary`."""
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(numeric(codes, pa.int32()), text(dictionary))


def words_of(column: pa.ChunkedArray) -> list[str]:
    """The words of a column laid out by `words`, which holds no nulls: several times as quick as `to_pylist`."""
    import numpy as np

    found: list[str] = []
    for chunk in column.chunks:
        known = chunk.dictionary.to_pylist()
        start = chunk.indices.offset
        codes = np.frombuffer(chunk.indices.buffers()[1], "int32")[start : start + len(chunk)]
        found += [known[code] for code in codes.tolist()]
    return found
