// What Keras prints for model.summary() off a terminal, in a fresh session, for a few models; writes summary-*.txt.
// The layout is that of keras/src/utils/summary_utils.py (what goes into the cells, the columns' widths) and of rich's table
// with its default box (borders, wrapping, cutting). Layers are described by their weights' shapes, not by the library.
import { emit } from "./lib/output.mjs";

const tuple = (shape) => `(${["None", ...shape].join(", ")})`;
const product = (shape) => shape.reduce((a, b) => a * b, 1);
const thousands = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ",");

// Python rounds halves to the even neighbour.
const roundEven = (v) => (Math.abs(v % 1) === 0.5 ? 2 * Math.round(v / 2) : Math.round(v));

// A half of the second decimal is an odd number of eighths here, and 100 times that is exact.
const twoDecimals = (v) => ((v * 8) % 2 === 1 ? roundEven(v * 100) / 100 : v).toFixed(2);

function readableSize(bytes) {
  for (const unit of ["B", "KB", "MB", "GB", "TB", "PB"]) {
    if (bytes / 1024 < 1 || unit === "PB") return `${twoDecimals(bytes)} ${unit}`;
    bytes /= 1024;
  }
}

// Keras sets each column's width to a share of the line; rich adds one blank on either side, then takes what is too much
// off the columns in turn.
function columnWidths(positions, length) {
  const ends = positions.map((p) => Math.trunc(p * length));
  const widths = ends.map((end, i) => end - (i ? ends[i - 1] : 0) + 2);
  let excess = widths.reduce((a, b) => a + b) - (length - widths.length - 1);
  return widths.map((w, i) => {
    if (excess <= 0) return w;
    const off = Math.min(w, roundEven(excess / (widths.length - i)));
    excess -= off;
    return w - off;
  });
}

// Words go to the next line when they do not fit; a word longer than a line is cut with an ellipsis.
function wrap(text, width) {
  const lines = [];
  let line = "";
  for (const word of text.match(/\s*\S+\s*/g) ?? []) {
    if (line && line.length + word.trimEnd().length > width) {
      lines.push(line);
      line = "";
    }
    line += word;
  }
  lines.push(line);
  return lines.map((l) => l.replace(/\s+$/, "")).map((l) => (l.length > width ? l.slice(0, width - 1) + "…" : l));
}

const align = {
  left: (text, width) => text.padEnd(width),
  right: (text, width) => text.padStart(width),
  center: (text, width) => text.padStart(text.length + Math.floor((width - text.length) / 2)).padEnd(width),
};

function table(columns, rows, length) {
  const widths = columnWidths(columns.map((c) => c.position), length);
  const rule = (left, line, cross, right) => left + widths.map((w) => line.repeat(w)).join(cross) + right;
  const print = (cells, bar) => {
    const lines = cells.map((cell, i) => wrap(cell, widths[i] - 2));
    const height = Math.max(...lines.map((l) => l.length));
    return Array.from({ length: height }, (_, r) =>
      [bar, ...lines.flatMap((l, i) => [" ", align[columns[i].align](l[r] ?? "", widths[i] - 2), " ", bar])].join(""),
    );
  };
  const body = rows.flatMap((row, i) => [...(i ? [rule("├", "─", "┼", "┤")] : []), ...print(row, "│")]);
  return [
    rule("┏", "━", "┳", "┓"),
    ...print(columns.map((c) => c.name), "┃"),
    rule("┡", "━", "╇", "┩"),
    ...body,
    rule("└", "─", "┴", "┘"),
  ];
}

// re.match holds at the beginning of a name; the names may come in either order.
function within(layers, range) {
  if (!range) return layers;
  const [first, last] = range.map((pattern) => layers.flatMap((l, i) => (new RegExp(`^(?:${pattern})`).test(l.name) ? [i] : [])));
  return first[0] > last.at(-1) ? layers.slice(last[0], first.at(-1) + 1) : layers.slice(first[0], last.at(-1) + 1);
}

// A functional model of calls {of: layer, from: [call or [call, output]]}, from its inputs on: Keras's order of the layers (by depth, and
// as they are met from the outputs), its connections, and whether it is like a sequence. A layer is a row of its last call's shape.
function functional(inputsAndCalls, outputs, more = {}) {
  const calls = [...new Set([...inputsAndCalls, ...outputs])];
  const source = (f) => (Array.isArray(f) ? f : [f, 0]);
  const met = [];
  const done = new Set();
  const order = [];
  const visit = (call) => {
    if (done.has(call)) return;
    done.add(call);
    if (!met.includes(call.of)) met.push(call.of);
    for (const f of call.from) visit(source(f)[0]);
    order.push(call);
  };
  outputs.forEach(visit);
  const ofCall = new Map();
  const ofLayer = new Map();
  for (const call of [...order].reverse()) {
    const depth = Math.max(ofCall.get(call) ?? 0, ofLayer.get(call.of) ?? 0);
    ofCall.set(call, depth);
    ofLayer.set(call.of, depth);
    for (const [from] of call.from.map(source)) ofCall.set(from, Math.max(depth + 1, ofCall.get(from) ?? 0));
  }
  for (const unused of calls.filter((c) => c.from.length === 0 && !done.has(c))) {
    met.unshift(unused.of);
    ofCall.set(unused, 0);
    ofLayer.set(unused.of, 0);
  }
  const callsOf = (layer) => calls.filter((c) => c.of === layer);
  const name = (f) => `${source(f)[0].of.name}[${callsOf(source(f)[0].of).indexOf(source(f)[0])}][${source(f)[1]}]`;
  const layers = met
    .map((layer, i) => ({ layer, i }))
    .sort((a, b) => ofLayer.get(b.layer) - ofLayer.get(a.layer) || a.i - b.i)
    .map(({ layer }) => ({ ...layer, connected: callsOf(layer).flatMap((c) => c.from.map(name)).join(", ") || "-" }));
  const depths = [...ofCall.values()];
  const chain = new Set(depths).size === depths.length && calls.every((c) => c.from.length <= 1) && ofLayer.size === ofCall.size;
  return { name: "functional", type: "Functional", built: true, layers, connected: !chain, ...more };
}

// A layer: {name, type, shape, weights, frozen, builtAtOnce}; a model: {name, layers, built, optimizer}, and by option nested layers.
function summary(model, { connected = model.connected ?? false, trainable = false, expandNested = false, range = null } = {}) {
  let columns = [
    { name: "Layer (type)", align: "left", position: connected ? 0.3 : 0.45 },
    { name: "Output Shape", align: "left", position: connected ? 0.56 : 0.8 },
    { name: "Param #", align: "right", position: connected ? 0.74 : 1 },
    ...(connected ? [{ name: "Connected to", align: "left", position: 1 }] : []),
  ];
  if (trainable) columns = [...columns.map((c) => ({ ...c, position: c.position * 0.9 })), { name: "Trainable", align: "center", position: 1 }];
  const length = Math.min((connected ? 108 : 88) + (trainable ? 12 : 0), 80 - 4);
  const weightsOf = (layer) =>
    (layer.layers ? layer.layers.flatMap(weightsOf) : (layer.weights ?? [])).map((w) => (layer.frozen ? { ...w, fixed: true } : w));
  const count = (weights) => weights.reduce((s, w) => s + product(w.shape), 0);
  const row = (layer, level) => [
    `${level ? "   ".repeat(level) + "└ " : ""}${layer.name} (${layer.type})`,
    model.built ? (layer.shapes ? `[${layer.shapes.map(tuple).join(", ")}]` : layer.shape ? tuple(layer.shape) : "?") : "?",
    model.built ? thousands(count(weightsOf(layer))) : layer.builtAtOnce ? "0" : "0 (unbuilt)",
    ...(connected ? [layer.connected ?? "-"] : []),
    ...(trainable ? [weightsOf(layer).length ? (layer.frozen || layer.within ? "N" : "Y") : "-"] : []),
  ];
  // Freezing a model freezes the layers in it; inside nested models there are no connections to the printed model, and no operators.
  const inner = (l) => l.layers.filter((i) => !i.operator).map((i) => ({ ...i, connected: undefined, within: l.frozen || l.within }));
  const rows = (layers, level) => layers.flatMap((l) => [row(l, level), ...(expandNested && l.layers ? rows(inner(l), level + 1) : [])]);
  const all = model.built ? model.layers.flatMap(weightsOf) : [];
  const free = count(all.filter((w) => !w.fixed));
  const fixed = count(all.filter((w) => w.fixed));
  // The optimizer's own: an int64 step counter and a float32 learning rate, and its slots.
  const slots = model.optimizer ? 2 + model.optimizer.slots * free : 0;
  const slotBytes = model.optimizer ? 12 + 4 * model.optimizer.slots * free : 0;
  const line = (label, n, bytes) => ` ${label}: ${thousands(n)} (${readableSize(bytes)})`;
  return [
    `Model: "${model.name}"`,
    ...table(columns, rows(within(model.layers, range), 0), length),
    line("Total params", free + fixed + slots, 4 * (free + fixed) + slotBytes),
    line("Trainable params", free, 4 * free),
    line("Non-trainable params", fixed, 4 * fixed),
    ...(model.optimizer ? [line("Optimizer params", slots, slotBytes)] : []),
    "",
  ].join("\n");
}

const dense = (name, inputs, units) => ({ name, type: "Dense", shape: [units], weights: [{ shape: [inputs, units] }, { shape: [units] }] });
const conv = (name, [h, w, c], size, inputs) => ({
  name,
  type: "Conv2D",
  shape: [h, w, c],
  weights: [{ shape: [size, size, inputs, c] }, { shape: [c] }],
});
const plain = (name, type, shape, builtAtOnce) => ({ name, type, shape, builtAtOnce });
const norm = (name, shape) => ({
  name,
  type: "BatchNormalization",
  shape,
  weights: [0, 0, 1, 1].map((fixed) => ({ shape: [shape.at(-1)], fixed: fixed === 1 })),
});
const sequential = (layers, more = {}) => ({ name: "sequential", built: true, layers, ...more });

const leNet = sequential([
  conv("conv2d", [28, 28, 6], 5, 1),
  plain("max_pooling2d", "MaxPooling2D", [14, 14, 6]),
  conv("conv2d_1", [10, 10, 16], 5, 6),
  plain("max_pooling2d_1", "MaxPooling2D", [5, 5, 16]),
  plain("flatten", "Flatten", [400]),
  dense("dense", 400, 120),
  dense("dense_1", 120, 84),
  dense("dense_2", 84, 10),
]);
const mlp = [dense("dense", 10, 20), dense("dense_1", 20, 3)];
const quickstart = sequential([
  conv("conv2d", [8, 8, 32], 3, 1),
  plain("max_pooling2d", "MaxPooling2D", [4, 4, 32], true),
  plain("flatten", "Flatten", [512]),
  plain("dropout", "Dropout", [512], true),
  dense("dense", 512, 10),
]);
const wrapped = sequential([
  conv("a_convolution_whose_name_does_not_fit_into_its_column", [112, 112, 1024], 3, 512),
  norm("batch_normalization", [112, 112, 1024]),
  { ...dense("dense", 1024, 1000), shape: [112, 112, 1000], frozen: true },
]);
const nested = {
  name: "functional",
  built: true,
  layers: [
    { ...plain("input_layer", "InputLayer", [10]) },
    { name: "sequential", type: "Sequential", shape: [20], layers: [dense("dense", 10, 20)], connected: "input_layer[0][0]" },
    { ...dense("dense_1", 10, 20), connected: "input_layer[0][0]" },
    { ...plain("concatenate", "Concatenate", [40]), connected: "sequential[0][0], dense_1[0][0]" },
    { ...dense("dense_2", 40, 1), connected: "concatenate[0][0]", frozen: true },
  ],
};

// 288 parameters are 1.125 KB, which Python prints as 1.12.
const rounding = sequential([dense("dense", 31, 9)]);

emit("summary-rounding.txt", summary(rounding));
emit("summary-lenet5.txt", summary(leNet));
emit("summary-mlp.txt", summary(sequential(mlp)));
emit("summary-quickstart.txt", summary(quickstart));
emit("summary-unbuilt.txt", summary({ ...quickstart, built: false }));
emit("summary-empty.txt", summary(sequential([], { built: false })));
emit("summary-optimizer.txt", summary(sequential(mlp, { optimizer: { slots: 2 } })));
emit("summary-wrapped.txt", summary(wrapped));
emit("summary-trainable.txt", summary(wrapped, { trainable: true }));
emit("summary-connected.txt", summary(nested, { connected: true, trainable: true, expandNested: true }));

const call = (of, ...from) => ({ of, from });
const input = (name, ...shape) => call(plain(name, "InputLayer", shape));
const operator = (name, type, shape) => ({ ...plain(name, type, shape), operator: true });

// Nothing branches: printed as a Sequential model, but with its Input.
{
  const x = input("input_layer", 10);
  const h = call(dense("dense", 10, 20), x);
  const y = call(dense("dense_1", 20, 3), h);
  emit("summary-chain.txt", summary(functional([x, h, y], [y])));
}

// A layer that is called twice makes a graph; what it is connected to are the inputs of both calls.
{
  const x = input("input_layer", 8);
  const layer = dense("dense", 8, 8);
  const once = call(layer, x);
  const twice = call(layer, once);
  emit("summary-shared.txt", summary(functional([x, once, twice], [twice])));
}

// Several inputs (one of them unused) and outputs, operators between layers, a layer of two outputs.
{
  const unused = input("unused", 2);
  const a = input("a", 6);
  const b = input("b", 6);
  const h = call(dense("dense", 6, 6), b);
  const sum = call(operator("add", "Add", [6]), a, h);
  const more = call(operator("add_1", "Add", [6]), sum);
  const halves = call({ name: "halves", type: "Halves", shapes: [[3], [3]] }, more);
  const first = call(dense("dense_1", 3, 1), halves);
  const second = call(dense("dense_2", 3, 2), [halves, 1]);
  const model = functional([unused, a, b, h, sum, more, halves, first, second], [first, second]);
  emit("summary-branches.txt", summary(model));
  emit("summary-range.txt", summary(model, { range: ["add$", "dense_\\d"] }));
  emit("summary-range-reversed.txt", summary(model, { range: ["halves", "dense$"] }));
}

// Sequential in functional in functional, and functional in Sequential; one of them frozen.
{
  const x = input("input_layer", 4);
  const h = call({ name: "sequential", type: "Sequential", shape: [5], layers: [dense("dense", 4, 6), dense("dense_1", 6, 5)] }, x);
  const inner = functional([x, h], [call(operator("add", "Add", [5]), h, h)], { name: "inner", shape: [5], frozen: true });
  // A Sequential that is built inside another model makes an Input of its own, which takes a number.
  const a = input("input_layer_2", 4);
  const b = input("input_layer_3", 4);
  const left = call(inner, a);
  const right = call(inner, b);
  const sum = call(operator("add", "Add", [5]), left, right);
  const outer = functional([a, b, left, right, sum], [call(dense("dense_2", 5, 1), sum)]);
  emit("summary-nested.txt", summary(outer));
  emit("summary-nested-expanded.txt", summary(outer, { trainable: true, expandNested: true }));
  const stack = sequential([{ ...inner, frozen: false }, { name: "sequential_1", type: "Sequential", shape: [1], layers: [dense("dense_2", 5, 1)] }], {
    name: "sequential_2",
  });
  emit("summary-stack-expanded.txt", summary(stack, { expandNested: true }));
}
