from __future__ import annotations

import subprocess
import sys

import psutil
import pytest

from ingest.system.memory import family_bytes

# A child that starts a grandchild; each holds 60 MB that it has touched.
_PROGRAM = """
import subprocess, sys
hoard = bytearray(b"x") * 60_000_000
if sys.argv[1] == "0":
    print("there", flush=True)
    sys.stdin.read()
else:
    subprocess.run([sys.executable, "-c", sys.argv[2], "0", ""])
"""


def test_memory_counts_what_a_process_started() -> None:
    command = [sys.executable, "-c", _PROGRAM, "1", _PROGRAM]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "there\n"
        alone = psutil.Process(process.pid).memory_info().rss
        assert alone > 60_000_000
        assert family_bytes(process.pid) > alone + 60_000_000
        assert process.stdin is not None
        process.stdin.close()


def test_a_process_that_is_gone_is_an_error_of_psutil() -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    with pytest.raises(psutil.Error):
        family_bytes(process.pid)
