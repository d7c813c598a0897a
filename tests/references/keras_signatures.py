"""Reads a checkout of Keras's sources and prints the names that it exports for layers, activations, initializers, regularizers,
constraints, losses, metrics, optimizers, schedules and callbacks, with the names and defaults of their arguments, as JSON.

    python3 keras_signatures.py PATH_TO_KERAS > ../Kerasharp.Tests/References/keras-signatures.json

Only names, argument names and defaults are taken: facts that docs/coverage.md is held against.
"""

import ast
import json
import pathlib
import sys

root = pathlib.Path(sys.argv[1])
AREAS = ["layers", "activations", "initializers", "regularizers", "constraints", "losses", "metrics", "optimizers", "callbacks"]


def exported(node):
    """The names of a keras_export decorator, canonical first."""
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "keras_export":
            value = ast.literal_eval(decorator.args[0])
            return [value] if isinstance(value, str) else list(value)
    return []


def arguments(function):
    """The arguments of a function but self, with their defaults as text; those without are required."""
    spec = function.args
    names = [a.arg for a in spec.args]
    defaults = [None] * (len(names) - len(spec.defaults)) + [ast.unparse(d) for d in spec.defaults]
    rows = [{"name": n, "default": d} for n, d in zip(names, defaults) if n != "self"]
    rows += [
        {"name": a.arg, "default": None if d is None else ast.unparse(d)}
        for a, d in zip(spec.kwonlyargs, spec.kw_defaults)
    ]
    return rows


classes = {}
for path in sorted((root / "keras" / "src").rglob("*.py")):
    if path.name.endswith("_test.py"):
        continue
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.ClassDef):
            classes[node.name] = node


def constructor(node):
    """The __init__ of a class, or of the nearest base that has one."""
    for item in node.body:
        if isinstance(item, ast.FunctionDef) and item.name == "__init__":
            return item
    for base in node.bases:
        parent = classes.get(ast.unparse(base).split(".")[-1])
        if parent is not None:
            found = constructor(parent)
            if found is not None:
                return found
    return None


result = {area: {} for area in AREAS}
for path in sorted((root / "keras" / "src").rglob("*.py")):
    if path.name.endswith("_test.py"):
        continue
    for node in ast.parse(path.read_text()).body:
        if not isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            continue
        for name in exported(node):
            parts = name.split(".")
            if len(parts) < 3 or parts[0] != "keras" or parts[1] not in AREAS or "legacy" in parts:
                continue
            if isinstance(node, ast.ClassDef):
                init = constructor(node)
                rows = arguments(init) if init else []
            else:
                rows = arguments(node)
            kind = "class" if isinstance(node, ast.ClassDef) else "function"
            result[parts[1]][".".join(parts[2:])] = {"kind": kind, "class": node.name, "arguments": rows}
            break

version = {}
exec((root / "keras" / "src" / "version.py").read_text().split("@keras_export")[0].split("import keras_export")[-1], version)
# One line a name, so that a change shows.
print("{")
print(f' "version": {json.dumps(version["__version__"])},')
blocks = []
for area in AREAS:
    lines = [f"  {json.dumps(name)}: {json.dumps(entry)}" for name, entry in sorted(result[area].items())]
    blocks.append(f' "{area}": {{\n' + ",\n".join(lines) + "\n }")
print(",\n".join(blocks))
print("}")
