"""What the lints share: the files of a tree, C++ text without comments and strings, and the report."""

import argparse
import os
import pathlib
import re
import sys

SKIPPED_FOLDERS = {".git", "build", "node_modules", ".cache", "__pycache__", "test-results"}
SAMPLES = "tests/lint/samples"
LINTS = "tests/lint/"


class Tree:
    """The files below a root, as paths with forward slashes; the lints' own samples are left out."""

    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.files = []
        for folder, folders, names in os.walk(self.root):
            folders[:] = sorted(f for f in folders if f not in SKIPPED_FOLDERS)
            relative = pathlib.Path(folder).relative_to(self.root).as_posix()
            if relative == SAMPLES or relative.startswith(SAMPLES + "/"):
                folders[:] = []
                continue
            for name in sorted(names):
                self.files.append(name if relative == "." else f"{relative}/{name}")

    def with_suffix(self, *suffixes):
        return [f for f in self.files if f.endswith(suffixes)]

    def cpp(self):
        return self.with_suffix(".hpp", ".cpp")

    def text(self, path):
        return (self.root / path).read_text(encoding="utf-8", errors="replace")


_TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/|R"(?P<tag>[^()\\\s]{0,16})\(.*?\)(?P=tag)"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-FxX])'(?:\\.|[^'\\\n])+'""",
    re.DOTALL,
)


def blank(text, keep_strings=False):
    """The same text, as long, with comments (and the inside of strings) turned into spaces."""

    def replace(match):
        token = match.group(0)
        if token[0] == "/":
            return re.sub(r"[^\n]", " ", token)
        if keep_strings:
            return token
        return token[0] + re.sub(r"[^\n]", " ", token[1:-1]) + token[-1]

    return _TOKEN.sub(replace, text)


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def main(check, description):
    """Runs check(Tree) -> ["path:line: what is wrong"] on a tree and exits with 1 when it finds anything."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--root", default=pathlib.Path(__file__).resolve().parents[2])
    findings = check(Tree(parser.parse_args().root))
    for finding in findings:
        print(finding)
    sys.exit(1 if findings else 0)
