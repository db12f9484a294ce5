import errno

import pytest

from isop_analysis.base.last_guard import is_disk_full


def raised(first: Exception, then: Exception) -> Exception:
    try:
        try:
            raise first
        except Exception as error:
            raise then from error
    except Exception as error:
        return error


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_known_behind_what_a_library_says_of_it(number: int) -> None:
    full = OSError(number, "no room")
    assert is_disk_full(full)
    assert is_disk_full(raised(full, RuntimeError("could not write")))
    assert not is_disk_full(raised(OSError(errno.EACCES, "not yours"), RuntimeError("could not write")))
    assert not is_disk_full(None)
