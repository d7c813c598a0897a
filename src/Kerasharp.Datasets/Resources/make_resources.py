"""Makes the embedded data sets of Kerasharp.Datasets.

    python make_resources.py FOLDER

FOLDER holds digits.csv.gz (1797 rows: 64 pixels 0..16, then the class; no header) and iris.csv (150 rows after a
header: index, four lengths in centimetres, class 0..2). Beside this script it writes digits-images.idx.gz,
digits-labels.idx.gz and iris.csv. The same input gives the same bytes. Sources and licences: README.md.
"""

import csv
import gzip
import struct
import sys
from pathlib import Path


def write_idx(path, lengths, values):
    """Writes unsigned bytes in idx format, gzipped without name and time so that the file is reproducible."""
    header = struct.pack(">HBB", 0, 8, len(lengths)) + struct.pack(f">{len(lengths)}I", *lengths)
    path.write_bytes(gzip.compress(header + bytes(values), compresslevel=9, mtime=0))


def make_digits(source, target):
    with gzip.open(source / "digits.csv.gz", "rt", encoding="ascii", newline="") as file:
        rows = [[int(cell) for cell in row] for row in csv.reader(file)]
    pixels = [value for row in rows for value in row[:64]]
    labels = [row[64] for row in rows]
    # The published facts of this set; they keep a wrong source from becoming our resource.
    assert len(rows) == 1797 and all(len(row) == 65 for row in rows)
    assert sum(pixels) == 561718 and min(pixels) == 0 and max(pixels) == 16
    assert [labels.count(digit) for digit in range(10)] == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    write_idx(target / "digits-images.idx.gz", (1797, 8, 8), pixels)
    write_idx(target / "digits-labels.idx.gz", (1797,), labels)


def make_iris(source, target):
    with open(source / "iris.csv", encoding="ascii", newline="") as file:
        rows = [row[1:] for row in csv.reader(file)][1:]
    assert len(rows) == 150 and all(len(row) == 5 for row in rows)
    assert [sum(row[4] == species for row in rows) for species in "012"] == [50, 50, 50]
    lines = ["sepal_length,sepal_width,petal_length,petal_width,species"] + [",".join(row) for row in rows]
    (target / "iris.csv").write_bytes(("\n".join(lines) + "\n").encode("ascii"))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    here = Path(__file__).resolve().parent
    make_digits(Path(sys.argv[1]), here)
    make_iris(Path(sys.argv[1]), here)
