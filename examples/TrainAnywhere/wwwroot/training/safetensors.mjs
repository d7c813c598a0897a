// Files of named tensors: the header's length (64 bits), the header (JSON), then the tensors' bytes.

const arrays = {
  F64: Float64Array,
  F32: Float32Array,
  I64: BigInt64Array,
  U64: BigUint64Array,
  I32: Int32Array,
  U32: Uint32Array,
  I16: Int16Array,
  U16: Uint16Array,
  F16: Uint16Array,
  BF16: Uint16Array,
  I8: Int8Array,
  U8: Uint8Array,
  BOOL: Uint8Array,
};

// The types as ONNX Runtime for JavaScript calls them.
const types = {
  F64: "float64",
  F32: "float32",
  I64: "int64",
  U64: "uint64",
  I32: "int32",
  U32: "uint32",
  I16: "int16",
  U16: "uint16",
  F16: "float16",
  I8: "int8",
  U8: "uint8",
  BOOL: "bool",
};

/** Reads a file's bytes: its metadata, and { type, dims, data } by name. */
export function readTensors(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = 8 + Number(view.getBigUint64(0, true));
  const { __metadata__: metadata = {}, ...entries } = JSON.parse(new TextDecoder().decode(bytes.subarray(8, start)));
  const tensors = new Map();
  for (const [name, { dtype, shape, data_offsets: [from, to] }] of Object.entries(entries))
    // A copy begins where any element type may.
    tensors.set(name, { type: types[dtype], dims: shape, data: new arrays[dtype](bytes.slice(start + from, start + to).buffer) });
  return { metadata, tensors };
}

/** The bytes of a file of tensors. */
export function writeTensors(tensors, metadata = {}) {
  const header = { __metadata__: metadata };
  let length = 0;
  // Larger elements first, so that each lies at a multiple of its size.
  const ordered = [...tensors].sort(([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
  for (const [name, { type, dims, data }] of ordered) {
    const dtype = Object.keys(types).find((key) => types[key] === type);
    header[name] = { dtype, shape: [...dims], data_offsets: [length, (length += data.byteLength)] };
  }
  let text = new TextEncoder().encode(JSON.stringify(header));
  const start = 8 + Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(start + length).fill(0x20, 8, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.set(text, 8);
  for (const [name, { data }] of ordered)
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start + header[name].data_offsets[0]);
  return bytes;
}
