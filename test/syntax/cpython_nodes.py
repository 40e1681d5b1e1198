"""Prints, for each file named on standard input, the nodes that CPython's own parser finds in it.

One JSON line per file: {"path", "text", "nodes": [[kind, start, end, detail], ...]}, sorted, with offsets in UTF-16 code
units. Files that do not parse are left out. What stands inside f-strings is left out too: before Python 3.12 the
positions there are wrong.
"""

import ast
import io
import json
import sys
import tokenize

KINDS = {ast.Name: "Name", ast.Attribute: "Attribute", ast.Call: "Call", ast.Subscript: "Subscript"}


def utf16_length(text):
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)


def nodes_of(text):
    lines = io.StringIO(text, newline="").readlines()
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + utf16_length(line))
    encoded = [line.encode() for line in lines]

    def offset(line, column):
        return starts[line - 1] + utf16_length(encoded[line - 1][:column].decode())

    found = []
    pending = [ast.parse(text)]
    while pending:
        node = pending.pop()
        kind, detail = KINDS.get(type(node)), None
        if isinstance(node, ast.Name):
            detail = node.id
        elif isinstance(node, ast.Attribute):
            detail = node.attr
        elif isinstance(node, ast.Call):
            detail = len(node.args) + len(node.keywords)
        elif isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)):
            kind = "String"
            is_plain = isinstance(node.value, str) and not any(0xD800 <= ord(c) <= 0xDFFF for c in node.value)
            detail = node.value if is_plain else None
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            if not node.decorator_list:
                kind, detail = "Definition", node.name
        if kind is not None:
            start = offset(node.lineno, node.col_offset)
            found.append([kind, start, offset(node.end_lineno, node.end_col_offset), detail])
        if not isinstance(node, ast.JoinedStr):
            pending.extend(ast.iter_child_nodes(node))
    return sorted(found, key=lambda entry: (entry[1], entry[2], entry[0]))


def main():
    for path in sys.stdin.read().splitlines():
        try:
            with tokenize.open(path) as file:
                text = io.open(path, encoding=file.encoding, newline="").read()
            text.encode("utf-16")
            nodes = nodes_of(text)
        except (SyntaxError, UnicodeError, ValueError):
            continue
        print(json.dumps({"path": path, "text": text, "nodes": nodes}))


main()
