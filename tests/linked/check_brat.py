"""Opens every .ann file of a folder with brat's own reader, and has brat verify it against the folder's
annotation.conf."""

import codecs
import os
import sys
import types
from importlib.util import find_spec

# brat wants to know who runs its server.
config = types.ModuleType("config")
config.ADMIN_CONTACT_EMAIL = "nobody@brat.example"
config.BASE_DIR = config.DATA_DIR = config.WORK_DIR = sys.argv[1]
config.USER_PASSWORD = {}
config.TOKENIZATION = "whitespace"
sys.modules["config"] = config
folder = next(iter(find_spec("brat").submodule_search_locations))
sys.path[:0] = [os.path.join(folder, "server", "src"), folder]

import annotation  # noqa: E402


def open_text(path, mode="r"):
    """Newer Pythons do not know the mode in which brat opens its files."""
    return codecs.open(path, mode.replace("U", ""), encoding="utf8")


annotation.open_textfile = open_text
import projectconfig  # noqa: E402

projectconfig.open_textfile = open_text
from verify_annotations import verify_annotation  # noqa: E402

n = 0
known = projectconfig.ProjectConfiguration(sys.argv[1])
for name in sorted(os.listdir(sys.argv[1])):
    if not name.endswith(".ann"):
        continue
    path = os.path.join(sys.argv[1], name[:-4])
    with annotation.TextAnnotations(path, read_only=True) as document:
        if document.failed_lines:
            sys.exit(f"{name}: brat cannot read lines {[line + 1 for line in document.failed_lines]}")
        issues = verify_annotation(document, known)
        if issues:
            sys.exit(f"{name}: {issues[0].human_readable_str()}")
        text = document.get_document_text()
        for entity in document.get_textbounds():
            words = " ".join(text[start:end] for start, end in entity.spans)
            if words != entity.text:
                sys.exit(f"{name}: {entity.id} is {entity.text!r}, and there stands {words!r}")
            if "\n" in words or words != words.strip():
                sys.exit(f"{name}: {entity.id} has blanks at its ends or a line end in it")
            n += 1
print(n)
