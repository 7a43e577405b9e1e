#!/usr/bin/env python3
"""Checks the layers: the graph in CMakeLists.txt itself, and that each include stays inside it.

The include roots that CMake makes already hide what a layer did not declare. This check says it in
words, and also sees what those roots cannot: '..', includes that are not from a layer's root, and layers
that reach one another through a third.
"""

import posixpath
import re

import common

# Siblings meet in domain or through events, never in one another.
SIBLINGS = {"api", "web", "federation", "streaming"}
INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]', re.MULTILINE)


def read_graph(tree):
    """{layer: (folders, depends)} in the order of CMakeLists.txt."""
    graph = {}
    text = re.sub(r"#[^\n]*", "", tree.text("CMakeLists.txt"))
    for match in re.finditer(r"collegium_layer\(([^)]*)\)", text):
        words = match.group(1).split()
        name, field = words[0], ""
        lists = {"DIR": [], "DEPENDS": []}
        for word in words[1:]:
            if word in lists:
                field = word
            else:
                lists[field].append(word)
        graph[name] = (lists["DIR"], lists["DEPENDS"])
    return graph


def check_graph(graph):
    findings = []
    seen = set()
    for name, (_, depends) in graph.items():
        for dependency in depends:
            if dependency not in seen:
                findings.append(f"CMakeLists.txt:1: layer {name} depends on {dependency}, which is not below it")
            if name in SIBLINGS and dependency in SIBLINGS:
                findings.append(f"CMakeLists.txt:1: {name} and {dependency} are siblings and must not meet")
        seen.add(name)
    return findings


def owner(path, graph):
    best = ("", None)
    for name, (folders, _) in graph.items():
        for folder in folders:
            if path.startswith(folder + "/") and len(folder) > len(best[0]):
                best = (folder, name)
    return best[1]


def check_includes(tree, path, graph, leaves):
    findings = []
    layer = owner(path, graph)
    allowed = {layer, *graph[layer][1]} if layer else None
    text = common.blank(tree.text(path), keep_strings=True)
    for match in INCLUDE.finditer(text):
        kind, name = match.groups()
        place = f"{path}:{common.line_of(text, match.start(2))}"
        if ".." in name.split("/"):
            findings.append(f"{place}: '..' in an include; write it from the layer's root")
            continue
        leaf = name.split("/")[0]
        target = leaves.get(leaf) if "/" in name else None
        if kind == "<":
            if target:
                findings.append(f"{place}: our own header {name} belongs in quotes")
        elif target:
            if allowed is not None and target not in allowed:
                findings.append(f"{place}: layer {layer} must not include {name} of layer {target}")
        elif layer:
            findings.append(f"{place}: {name} is not written from a layer's root")
    return findings


def check(tree):
    graph = read_graph(tree)
    leaves = {posixpath.basename(folder): name for name, (folders, _) in graph.items() for folder in folders}
    findings = check_graph(graph)
    for path in tree.cpp():
        findings += check_includes(tree, path, graph, leaves)
    return findings


if __name__ == "__main__":
    common.main(check, __doc__)
