// Runs a model in onnxruntime-node, apart from the .NET process, for tests of exported files:
//   node run-model.mjs <folder with node_modules> <model.onnx> <inputs.json> <outputs.json>
// Both JSON files map a name to { type, dims, data }: type as onnxruntime-node spells it, data the little-endian bytes in base64.
import { createRequire } from "node:module";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const [packages, model, inputsFile, outputsFile] = process.argv.slice(2);
// The packages lie in the cache that the build fills, not beside this script.
const { InferenceSession, Tensor } = createRequire(join(packages, "package.json"))("onnxruntime-node");

const arrays = {
  float16: Uint16Array,
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
};

function decode(name, { type, dims, data }) {
  const array = arrays[type];
  if (!array) {
    throw new Error(`input '${name}' has type '${type}'; expected one of ${Object.keys(arrays).join(", ")}`);
  }
  const bytes = Uint8Array.from(Buffer.from(data, "base64")); // a copy of its own, hence aligned
  return new Tensor(type, new array(bytes.buffer), dims);
}

function encode({ type, dims, data }) {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return { type, dims, data: bytes.toString("base64") };
}

const inputs = JSON.parse(await readFile(inputsFile, "utf8"));
const session = await InferenceSession.create(model);
const outputs = await session.run(
  Object.fromEntries(Object.entries(inputs).map(([name, tensor]) => [name, decode(name, tensor)])),
);
await writeFile(
  outputsFile,
  JSON.stringify(Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, encode(tensor)]))),
);
