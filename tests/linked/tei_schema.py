"""Writes the TEI's own schema (RELAX NG, all modules) to a file: a package of text extraction brings it along."""

import lzma
import os
import pickle
import sys
from importlib.util import find_spec

folder = next(iter(find_spec("trafilatura").submodule_search_locations))
with lzma.open(os.path.join(folder, "data", "tei-schema-pickle.lzma")) as packed:
    schema = pickle.load(packed)
with open(sys.argv[1], "w", encoding="utf-8") as file:
    file.write(schema)
