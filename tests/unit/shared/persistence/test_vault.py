"""Secrets open only with their key and for their record."""

import pytest
from cryptography.fernet import Fernet
from shared.kernel.ids import new_id
from shared.persistence.vault import SecretUnreadable, Vault


def test_a_secret_comes_back_for_its_own_record_only():
    vault, record_id = Vault([Fernet.generate_key()]), new_id()
    sealed = vault.seal("hemmelig æøå", record_id=record_id)

    assert vault.open(sealed, record_id=record_id) == "hemmelig æøå"
    with pytest.raises(SecretUnreadable, match="another record"):
        vault.open(sealed, record_id=new_id())


def test_a_new_key_in_front_still_opens_what_the_old_one_sealed(tmp_path):
    old, new, record_id = Fernet.generate_key(), Fernet.generate_key(), new_id()
    keys = tmp_path / "keys"
    keys.write_bytes(new + b"\n" + old + b"\n")
    sealed = Vault([old]).seal("x", record_id=record_id)

    assert Vault.from_file(str(keys)).open(sealed, record_id=record_id) == "x"
    with pytest.raises(SecretUnreadable, match="key file"):
        Vault([new]).open(sealed, record_id=record_id)
