// Writing the golden files: numbers with 12 significant digits, a line for each member at the upper levels.
// With --check on the command line nothing is written; a file that differs fails the script.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = join(dirname(fileURLToPath(import.meta.url)), "../../Kerasharp.Tests/References");

export function emit(name, text) {
  const path = join(folder, name);
  if (process.argv.includes("--check")) {
    if (readFileSync(path, "utf8") !== text) throw new Error(`${name} is not what this script makes: run the script without --check`);
    console.log(`${name}: unchanged`);
    return;
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
  console.log(`${name}: ${text.length} characters`);
}

const rounded = (_, v) => {
  if (typeof v !== "number") return v;
  if (!Number.isFinite(v)) throw new Error(`a number that JSON does not hold came: ${v}`);
  return Number(v.toPrecision(12));
};

// JSON with line breaks down to `depth` levels and none below.
export function json(value, depth, indent = "") {
  const isArray = Array.isArray(value);
  if (depth === 0 || (isArray && value.every((v) => typeof v === "number")) || value === null || typeof value !== "object") return JSON.stringify(value, rounded);
  const inner = indent + "  ";
  const members = isArray
    ? value.map((v) => inner + json(v, depth - 1, inner))
    : Object.entries(value)
        .filter(([, v]) => v !== undefined)
        .map(([k, v]) => `${inner}${JSON.stringify(k)}: ${json(v, depth - 1, inner)}`);
  if (members.length === 0) return isArray ? "[]" : "{}";
  return isArray ? `[\n${members.join(",\n")}\n${indent}]` : `{\n${members.join(",\n")}\n${indent}}`;
}
