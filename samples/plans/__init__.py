"""What the samples say: invented municipalities, their plans and the right answers.

Each row gives the five fields as printed, the actors in *vem* and the times in *när*; `draw.py` turns a plan into
a file and its gold answer. No place, plan or person here is real.
"""

from __future__ import annotations

from plans.actors import TYPES
from plans.form import FIVE, Action, Part, Sample, When
from plans.pdf import ALMVIK, GRANVIK, NORRHAMN, SJOFORS
from plans.text import EKDALEN, HAVSNAS, MYRBY, TALLMO
from plans.word import BJORKEBY, BREV, LOVSTRAND, STENBY

__all__ = [
    "ALMVIK",
    "BJORKEBY",
    "BREV",
    "EKDALEN",
    "FIVE",
    "GRANVIK",
    "HAVSNAS",
    "LOVSTRAND",
    "MYRBY",
    "NORRHAMN",
    "SJOFORS",
    "STENBY",
    "TALLMO",
    "TYPES",
    "Action",
    "Part",
    "Sample",
    "When",
]
