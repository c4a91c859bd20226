"""The tree against RFC 9162's published proofs, valid and broken, and against its own definition."""

import base64
import json
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.transparency import (
    EMPTY_ROOT,
    CompactTree,
    ProofInvalid,
    Subtree,
    TreeStateMalformed,
    consistency_proof,
    inclusion_path,
    inclusion_proof,
    leaf_hash,
    node_hash,
    path_from,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from shared_data import SHARED_DATA, shared_data


def published(kind: str) -> list[str]:
    files = sorted((SHARED_DATA / "merkle" / kind).rglob("*.json"))
    return [str(path.relative_to(SHARED_DATA)) for path in files] or [f"merkle/{kind}"]


def read(path: Path) -> dict[str, object]:
    loaded: dict[str, object] = json.loads(path.read_bytes())
    return loaded


def hash_in(vector: dict[str, object], name: str) -> bytes:
    return base64.b64decode(str(vector[name] or ""))


def proof_in(vector: dict[str, object]) -> list[bytes]:
    proof = vector["proof"] or []
    assert isinstance(proof, list)
    return [base64.b64decode(each or "") for each in proof]


def int_in(vector: dict[str, object], name: str) -> int:
    value = vector[name]
    assert isinstance(value, int)
    return value


@pytest.mark.parametrize("name", published("inclusion"))
def test_inclusion_proofs_get_the_published_verdict(name: str) -> None:
    vector = read(shared_data(name))
    verdict_is_error = False
    try:
        verify_inclusion(
            index=int_in(vector, "leafIdx"),
            size=int_in(vector, "treeSize"),
            leaf=hash_in(vector, "leafHash"),
            proof=proof_in(vector),
            root=hash_in(vector, "root"),
        )
    except ProofInvalid:
        verdict_is_error = True
    assert verdict_is_error == vector["wantErr"], vector["desc"]


@pytest.mark.parametrize("name", published("consistency"))
def test_consistency_proofs_get_the_published_verdict(name: str) -> None:
    vector = read(shared_data(name))
    verdict_is_error = False
    try:
        verify_consistency(
            old_size=int_in(vector, "size1"),
            new_size=int_in(vector, "size2"),
            old_root=hash_in(vector, "root1"),
            new_root=hash_in(vector, "root2"),
            proof=proof_in(vector),
        )
    except ProofInvalid:
        verdict_is_error = True
    assert verdict_is_error == vector["wantErr"], vector["desc"]


def test_every_published_file_is_read() -> None:
    shared_data("merkle")
    published_files = sum(1 for _ in (SHARED_DATA / "merkle").rglob("*.json"))
    assert len(published("inclusion")) + len(published("consistency")) == published_files > 150


def test_the_empty_tree_has_the_root_of_nothing() -> None:
    assert CompactTree().root() == EMPTY_ROOT == sha256(b"").digest()


def test_leaves_and_nodes_are_hashed_apart() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert node_hash(left, right) != leaf_hash(left + right)
    assert leaf_hash(b"a") == sha256(b"\x00a").digest()


def recursive_root(leaves: list[bytes]) -> bytes:
    """RFC 9162, section 2.1.1, as it is written there."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(recursive_root(leaves[:split]), recursive_root(leaves[split:]))


@pytest.mark.parametrize("size", range(40))
def test_the_compact_tree_has_the_root_of_the_definition(size: int) -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(size)]
    assert root_of(leaves) == recursive_root(leaves)


@given(st.integers(1, 70), st.data())
def test_every_proof_made_here_verifies(size: int, data: st.DataObject) -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(size)]
    index = data.draw(st.integers(0, size - 1))
    old_size = data.draw(st.integers(1, size))
    root = root_of(leaves)
    verify_inclusion(index=index, size=size, leaf=leaves[index], proof=inclusion_proof(leaves, index, size), root=root)
    verify_consistency(
        old_size=old_size,
        new_size=size,
        old_root=root_of(leaves[:old_size]),
        new_root=root,
        proof=consistency_proof(leaves, old_size, size),
    )


@given(st.integers(1, 300), st.data())
def test_the_path_from_kept_subtrees_is_the_path_over_all_leaves(size: int, data: st.DataObject) -> None:
    leaves = [leaf_hash(number.to_bytes(2, "big")) for number in range(size)]
    roots = {Subtree(0, number): leaf for number, leaf in enumerate(leaves)}
    tree = CompactTree()
    for leaf in leaves:
        tree, completed = tree.append_and_complete(leaf)
        roots |= completed
    index = data.draw(st.integers(0, size - 1))
    older = data.draw(st.integers(index + 1, size))
    path = inclusion_path(index, older)
    assert path_from(path, roots) == inclusion_proof(leaves, index, older)
    assert sum(len(subtrees) for subtrees in path) <= 2 * older.bit_length()


def test_each_perfect_subtree_has_a_number_of_its_own_and_lies_between_its_halves() -> None:
    subtrees = [Subtree(level, index) for level in range(6) for index in range(1 << (5 - level))]
    assert sorted(subtree.number for subtree in subtrees) == list(range(63))
    for subtree in subtrees:
        if subtree.level:
            left, right = subtree.halves
            assert left.number < subtree.number < right.number


@given(st.integers(2, 70), st.data())
def test_a_proof_of_another_leaf_is_refused(size: int, data: st.DataObject) -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(size)]
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(leaves, index, size)
    with pytest.raises(ProofInvalid):
        verify_inclusion(index=index, size=size, leaf=leaf_hash(b"forged"), proof=proof, root=root_of(leaves))


@given(st.integers(2, 70), st.data())
def test_a_rewritten_past_has_no_consistency_proof(size: int, data: st.DataObject) -> None:
    old_size = data.draw(st.integers(1, size - 1))
    changed = data.draw(st.integers(0, old_size - 1))
    leaves = [leaf_hash(bytes([number])) for number in range(size)]
    rewritten = [leaf_hash(b"rewritten") if number == changed else leaf for number, leaf in enumerate(leaves)]
    with pytest.raises(ProofInvalid):
        verify_consistency(
            old_size=old_size,
            new_size=size,
            old_root=root_of(leaves[:old_size]),
            new_root=root_of(rewritten),
            proof=consistency_proof(rewritten, old_size, size),
        )


@given(st.integers(0, 300), st.integers(0, 40))
def test_a_stored_tree_goes_on_where_it_stopped(stored_size: int, more: int) -> None:
    leaves = [leaf_hash(number.to_bytes(2, "big")) for number in range(stored_size + more)]
    tree = CompactTree()
    for leaf in leaves[:stored_size]:
        tree = tree.append(leaf)
    revived = CompactTree.from_bytes(tree.to_bytes())
    assert revived == tree
    for leaf in leaves[stored_size:]:
        revived = revived.append(leaf)
    assert revived.root() == root_of(leaves)


@pytest.mark.parametrize("state", [b"", b"\x00" * 7, b"\x00" * 7 + b"\x01", b"\x00" * 8 + b"x" * 32, b"\x00" * 41])
def test_a_damaged_tree_state_is_refused(state: bytes) -> None:
    with pytest.raises(TreeStateMalformed):
        CompactTree.from_bytes(state)


def test_a_leaf_hash_of_another_length_is_refused() -> None:
    with pytest.raises(TreeStateMalformed):
        CompactTree().append(b"short")


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 4)])
def test_a_proof_outside_the_tree_is_refused(index: int, size: int) -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(3)]
    with pytest.raises(TreeStateMalformed):
        inclusion_proof(leaves, index, size)


@pytest.mark.parametrize(("old_size", "new_size"), [(0, 3), (3, 2), (2, 4)])
def test_a_consistency_proof_between_impossible_sizes_is_refused(old_size: int, new_size: int) -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(3)]
    with pytest.raises(TreeStateMalformed):
        consistency_proof(leaves, old_size, new_size)
