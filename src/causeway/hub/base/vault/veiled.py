"""A passing place on the disk for bytes on their way into the vault, which holds nothing that anybody else can read.

The file has no name, so that it is gone with its process, however that ends; and it is enciphered under a key that
only this process's memory holds, so that what lay there cannot be read from the disk either (AES-256 in counter mode,
NIST SP 800-38A, section 6.5). It is written once: nothing guards against a change, for nobody else can reach it.
"""

import io
import os
import secrets
import tempfile
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CTR

_KEY_BYTES = 32
_BLOCK_BYTES = 16


class VeiledFile(io.RawIOBase):
    """Such a file in `folder`, open for writing and then for reading. Raises `OSError` where there is no room."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 closed with this one
        self._key = secrets.token_bytes(_KEY_BYTES)
        self._first_block = secrets.randbits(8 * _BLOCK_BYTES)
        self._veil = self._veil_from(0)

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        position = self._file.seek(offset, whence)
        self._veil = self._veil_from(position)
        return position

    def tell(self) -> int:
        return self._file.tell()

    def write(self, data: Any, /) -> int:
        veiled = memoryview(self._veil.update(data))
        length = len(veiled)
        while veiled:
            veiled = veiled[self._file.write(veiled) :]
        return length

    def readinto(self, buffer: Any, /) -> int:
        room = memoryview(buffer).cast("B")
        data = self._veil.update(self._file.read(len(room)))
        room[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()

    def _veil_from(self, position: int) -> CipherContext:
        """The key stream from a position on; in counter mode it both veils and unveils."""
        block, within = divmod(position, _BLOCK_BYTES)
        counter = (self._first_block + block) % 2 ** (8 * _BLOCK_BYTES)
        stream = Cipher(AES256(self._key), CTR(counter.to_bytes(_BLOCK_BYTES, "big"))).encryptor()
        stream.update(bytes(within))
        return stream
