"""The vectors of RFC 9497, appendix A.1.1 and A.1.2 (ristretto255-SHA512), all of them."""

from dataclasses import dataclass

import pytest

from causeway.blinding import (
    Mode,
    ProofRefused,
    blind,
    check_proof,
    derive_key_pair,
    evaluate,
    evaluate_with_proof,
    finalise,
    value_under_key,
)

SEED, KEY_INFO = bytes([0xA3]) * 32, b"test key"
PRIVATE = {
    Mode.OPRF: "5ebcea5ee37023ccb9fc2d2019f9d7737be85591ae8652ffa9ef0f4d37063b0e",
    Mode.VOPRF: "e6f73f344b79b379f1a0dd37e07ff62e38d9f71345ce62ae3a9bc60b04ccd909",
}
PUBLIC = "c803e2cc6b05fc15064549b5920659ca4a77b2cca6f04f6b357009335476ad4e"
BLIND = "64d37aed22a27f5191de1c1d69fadb899d8862b58eb4220029e036ec4c1f6706"
OTHER_BLIND = "222a5e897cf59db8145db8d16e597e8facb80ae7d4e26d9881aa6f61d645fc0e"
SHORT, LONG = "00", "5a" * 17


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """One test vector; parts are in the order of the batch."""

    mode: Mode
    inputs: tuple[str, ...]
    blinds: tuple[str, ...] = (BLIND,)
    blinded: tuple[str, ...]
    evaluated: tuple[str, ...]
    proof: str = ""
    nonce: str = OTHER_BLIND
    outputs: tuple[str, ...]


_FIRST = "863f330cc1a1259ed5a5998a23acfd37fb4351a793a5b3c090b642ddc439b945"
_FIRST_EVALUATED = "aa8fa048764d5623868679402ff6108d2521884fa138cd7f9c7669a9a014267e"
_FIRST_OUTPUT = (
    "b58cfbe118e0cb94d79b5fd6a6dafb98764dff49c14e1770b566e42402da1a7d"
    "a4d8527693914139caee5bd03903af43a491351d23b430948dd50cde10d32b3c"
)
_SECOND_OUTPUT = (
    "8a9a2f3c7f085b65933594309041fc1898d42d0858e59f90814ae90571a6df60"
    "356f4610bf816f27afdd84f47719e480906d27ecd994985890e5f539e7ea74b6"
)
_BASE_OUTPUT = (
    "527759c3d9366f277d8c6020418d96bb393ba2afb20ff90df23fb7708264e2f3"
    "ab9135e3bd69955851de4b1f9fe8a0973396719b7912ba9ee8aa7d0b5e24bcf6"
)
_OTHER_BASE_OUTPUT = (
    "f4a74c9c592497375e796aa837e907b1a045d34306a749db9f34221f7e750cb4"
    "f2a6413a6bf6fa5e19ba6348eb673934a722a7ede2e7621306d18951e7cf2c73"
)
VECTORS = {
    "A.1.1.1": Vector(
        mode=Mode.OPRF,
        inputs=(SHORT,),
        blinded=("609a0ae68c15a3cf6903766461307e5c8bb2f95e7e6550e1ffa2dc99e412803c",),
        evaluated=("7ec6578ae5120958eb2db1745758ff379e77cb64fe77b0b2d8cc917ea0869c7e",),
        outputs=(_BASE_OUTPUT,),
    ),
    "A.1.1.2": Vector(
        mode=Mode.OPRF,
        inputs=(LONG,),
        blinded=("da27ef466870f5f15296299850aa088629945a17d1f5b7f5ff043f76b3c06418",),
        evaluated=("b4cbf5a4f1eeda5a63ce7b77c7d23f461db3fcab0dd28e4e17cecb5c90d02c25",),
        outputs=(_OTHER_BASE_OUTPUT,),
    ),
    "A.1.2.1": Vector(
        mode=Mode.VOPRF,
        inputs=(SHORT,),
        blinded=(_FIRST,),
        evaluated=(_FIRST_EVALUATED,),
        proof="ddef93772692e535d1a53903db24367355cc2cc78de93b3be5a8ffcc6985dd06"
        "6d4346421d17bf5117a2a1ff0fcb2a759f58a539dfbe857a40bce4cf49ec600d",
        outputs=(_FIRST_OUTPUT,),
    ),
    "A.1.2.2": Vector(
        mode=Mode.VOPRF,
        inputs=(LONG,),
        blinded=("cc0b2a350101881d8a4cba4c80241d74fb7dcbfde4a61fde2f91443c2bf9ef0c",),
        evaluated=("60a59a57208d48aca71e9e850d22674b611f752bed48b36f7a91b372bd7ad468",),
        proof="401a0da6264f8cf45bb2f5264bc31e109155600babb3cd4e5af7d181a2c9dc0a"
        "67154fabf031fd936051dec80b0b6ae29c9503493dde7393b722eafdf5a50b02",
        outputs=(_SECOND_OUTPUT,),
    ),
    "A.1.2.3": Vector(
        mode=Mode.VOPRF,
        inputs=(SHORT, LONG),
        blinds=(BLIND, OTHER_BLIND),
        blinded=(_FIRST, "90a0145ea9da29254c3a56be4fe185465ebb3bf2a1801f7124bbbadac751e654"),
        evaluated=(_FIRST_EVALUATED, "cc5ac221950a49ceaa73c8db41b82c20372a4c8d63e5dded2db920b7eee36a2a"),
        proof="cc203910175d786927eeb44ea847328047892ddf8590e723c37205cb74600b0a"
        "5ab5337c8eb4ceae0494c2cf89529dcf94572ed267473d567aeed6ab873dee08",
        nonce="419c4f4f5052c53c45f3da494d2b67b220d02118e0857cdbcf037f9ea84bbe0c",
        outputs=(_FIRST_OUTPUT, _SECOND_OUTPUT),
    ),
}


def _bytes(parts: tuple[str, ...]) -> tuple[bytes, ...]:
    return tuple(map(bytes.fromhex, parts))


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS.keys())
def test_every_vector_is_met_byte_for_byte(vector: Vector) -> None:
    keys = derive_key_pair(SEED, KEY_INFO, vector.mode)
    assert keys.private.hex() == PRIVATE[vector.mode]
    inputs, blinds = _bytes(vector.inputs), _bytes(vector.blinds)
    blinded = tuple(blind(given, by, vector.mode) for given, by in zip(inputs, blinds, strict=True))
    assert tuple(one.hex() for one in blinded) == vector.blinded
    if vector.mode is Mode.OPRF:
        evaluated = evaluate(keys.private, blinded)
    else:
        assert keys.public.hex() == PUBLIC
        # 64 bytes that are below the order already are their own residue.
        evaluated, proof = evaluate_with_proof(keys, blinded, lambda _: bytes.fromhex(vector.nonce) + bytes(32))
        assert proof.hex() == vector.proof
        check_proof(keys.public, blinded, evaluated, proof)
    assert tuple(one.hex() for one in evaluated) == vector.evaluated
    outputs = [finalise(*parts) for parts in zip(inputs, blinds, evaluated, strict=True)]
    assert tuple(one.hex() for one in outputs) == vector.outputs
    assert [value_under_key(keys.private, given, vector.mode) for given in inputs] == outputs


def test_a_proof_is_of_one_key_one_batch_and_one_order() -> None:
    vector = VECTORS["A.1.2.3"]
    public, proof = bytes.fromhex(PUBLIC), bytes.fromhex(vector.proof)
    blinded, evaluated = _bytes(vector.blinded), _bytes(vector.evaluated)
    other_key = derive_key_pair(SEED, b"another key").public
    changed = bytes([proof[0] ^ 1]) + proof[1:]
    for given in (
        (other_key, blinded, evaluated, proof),
        (public, blinded[::-1], evaluated, proof),
        (public, blinded, evaluated[::-1], proof),
        (public, blinded[:1], evaluated[:1], proof),
        (public, blinded, evaluated, changed),
        (public, blinded, evaluated, bytes(64)),
    ):
        with pytest.raises(ProofRefused):
            check_proof(*given)
