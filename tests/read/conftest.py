from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

# The builder stands beside the tests; tests are no packages (import mode importlib).
_SPEC = importlib.util.spec_from_file_location("docx_builder", Path(__file__).parent / "docx_builder.py")
assert _SPEC is not None
assert _SPEC.loader is not None
_MODULE = importlib.util.module_from_spec(_SPEC)
sys.modules["docx_builder"] = _MODULE
_SPEC.loader.exec_module(_MODULE)
