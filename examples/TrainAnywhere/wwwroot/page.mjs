import { drawChart, smooth } from "./chart.mjs";
import { size, toImage } from "./image.mjs";
import { drawDigit } from "./strokes.mjs";
import { TrainingStep } from "./training/step.mjs";

const batchSize = 32;
const byId = (id) => document.getElementById(id);
const [pad, go, again, state, chart] = ["pad", "go", "again", "state", "chart"].map(byId);
const context = prepared(pad);

let ort;
let step;
let predictor;
let examples = [];
let losses = [];
let training = false;
let drawing = false;
let last = null;
let asked = false;
let busy = false;

// A GPU takes one run after the other.
let lastRun = Promise.resolve();
function alone(work) {
  lastRun = lastRun.then(work, work);
  return lastRun;
}

// --- Drawing ---

function prepared(canvas) {
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.lineCap = context.lineJoin = "round";
  context.strokeStyle = "#fff";
  return context;
}

function place(event) {
  const box = pad.getBoundingClientRect();
  return [((event.clientX - box.left) * pad.width) / box.width, ((event.clientY - box.top) * pad.height) / box.height];
}

function lineTo(point) {
  context.lineWidth = pad.width * 0.075;
  context.beginPath();
  context.moveTo(...(last ?? point));
  context.lineTo(...point);
  context.stroke();
  last = point;
  ask();
}

pad.addEventListener("pointerdown", (event) => {
  drawing = true;
  last = null;
  pad.setPointerCapture(event.pointerId);
  lineTo(place(event));
});
pad.addEventListener("pointermove", (event) => drawing && lineTo(place(event)));
for (const end of ["pointerup", "pointercancel"]) pad.addEventListener(end, () => (drawing = false));

function clear() {
  context.clearRect(0, 0, pad.width, pad.height);
  show(null);
}
byId("clear").addEventListener("click", clear);

// --- Examples ---

const counters = [...Array(10).keys()].map((digit) => {
  const button = document.createElement("button");
  button.type = "button";
  button.innerHTML = `${digit}<small>0</small>`;
  button.addEventListener("click", () => {
    const image = toImage(context);
    if (!image) return hint("Draw something first.");
    examples.push({ image, digit });
    hint(`Kept as a ${digit}. Draw the next one.`);
    clear();
    count();
  });
  byId("digits").append(button);
  return button.querySelector("small");
});

byId("bring").addEventListener("click", () => {
  const sheet = prepared(Object.assign(document.createElement("canvas"), { width: pad.width, height: pad.height }));
  for (let i = 0; i < 100; i++) {
    drawDigit(sheet, i % 10);
    examples.push({ image: toImage(sheet), digit: i % 10 });
  }
  context.clearRect(0, 0, pad.width, pad.height);
  context.drawImage(sheet.canvas, 0, 0);
  hint("Ten of each digit, drawn by the page, each another way. The last one is shown.");
  count();
  ask();
});

byId("forget").addEventListener("click", () => {
  examples = [];
  hint("All examples are gone; what was learned stays.");
  count();
});

function hint(text) {
  byId("hint").textContent = text;
}

function count() {
  byId("examples").textContent = examples.length;
  counters.forEach((counter, digit) => (counter.textContent = examples.filter((e) => e.digit === digit).length));
  if (examples.length === 0) training = false;
  buttons();
}

// --- Training ---

function buttons() {
  go.disabled = !step || examples.length === 0;
  go.textContent = training ? "Stop" : "Train";
  again.disabled = !step || losses.length === 0;
  byId("device").disabled = training;
}

/** As many examples as a step takes, each drawn anew from all. */
function batch() {
  const rows = Math.min(batchSize, examples.length);
  const chosen = Array.from({ length: rows }, () => examples[Math.floor(Math.random() * examples.length)]);
  const pixels = new Float32Array(rows * size * size);
  chosen.forEach(({ image }, i) => pixels.set(image, i * size * size));
  return {
    "inputs/image": new ort.Tensor("float32", pixels, [rows, size, size, 1]),
    "targets/digit": new ort.Tensor("int32", Int32Array.from(chosen, (e) => e.digit), [rows]),
  };
}

async function train() {
  training = true;
  buttons();
  state.textContent = "Training …";
  try {
    let shown = 0;
    while (training) {
      losses.push((await alone(() => step.run(batch()))).loss);
      // The page breathes, and shows what there is, some times a second.
      if (performance.now() - shown < 60) continue;
      report();
      ask();
      await new Promise((next) => setTimeout(next));
      shown = performance.now();
    }
    state.textContent = "Stopped. Draw a digit and see, or train on.";
  } catch (error) {
    state.textContent = `The step failed: ${error.message}`;
  } finally {
    training = false;
    report();
    buttons();
    ask();
  }
}

function report() {
  byId("steps").textContent = losses.length;
  byId("loss").textContent = losses.length ? smooth(losses).at(-1).toFixed(3) : "–";
  drawChart(chart, losses);
  document.body.dataset.steps = String(losses.length);
  document.body.dataset.losses = JSON.stringify([losses[0], losses.length ? smooth(losses).at(-1) : null]);
}

let run = Promise.resolve();
go.addEventListener("click", () => {
  if (training) training = false;
  else run = train();
});
again.addEventListener("click", restart);
byId("device").addEventListener("change", restart);

async function restart() {
  training = false;
  await run;
  losses = [];
  state.textContent = "Loading the step …";
  try {
    await open(byId("device").value);
    state.textContent = "The network is as it was at first.";
  } catch (error) {
    state.textContent = `The step could not be loaded: ${error.message}`;
  }
  report();
  ask();
}

// --- Asking ---

const bars = [...Array(10).keys()].map((digit) => {
  const row = document.createElement("li");
  row.innerHTML = `<span>${digit}</span><span class="bar"><i></i></span><span>0 %</span>`;
  byId("bars").append(row);
  return row;
});

function show(probabilities) {
  byId("answer").value = probabilities ? probabilities.indexOf(Math.max(...probabilities)) : "?";
  bars.forEach((row, digit) => {
    const share = Math.round((probabilities?.[digit] ?? 0) * 100);
    row.querySelector("i").style.width = `${share}%`;
    row.lastChild.textContent = `${share} %`;
  });
}

// While an answer is computed, further strokes and steps only note that there is something new.
async function ask() {
  asked = true;
  if (busy || !predictor) return;
  busy = true;
  try {
    while (asked) {
      asked = false;
      const image = toImage(context);
      if (!image) {
        show(null);
        continue;
      }
      const outputs = await alone(() => {
        // The weights of the step, under the same names, are inputs of what predicts.
        const feeds = { "inputs/image": new ort.Tensor("float32", image, [1, size, size, 1]) };
        for (const name of predictor.inputNames) if (step.states.has(name)) feeds[name] = step.states.get(name);
        return predictor.run(feeds);
      });
      show(Array.from(outputs["outputs/digit"].data));
    }
  } catch (error) {
    state.textContent = `The network could not answer: ${error.message}`;
  } finally {
    busy = false;
    document.body.dataset.answered = String(Number(document.body.dataset.answered ?? 0) + 1);
  }
}

// --- Loading ---

const fetched = async (path) => new Uint8Array(await (await fetch(path)).arrayBuffer());

async function open(device) {
  const [oldStep, oldPredictor] = [step, predictor];
  step = predictor = null;
  buttons();
  while (busy) await new Promise((next) => setTimeout(next, 10));
  await oldStep?.release();
  await oldPredictor?.release();
  const bundle = device === "webgpu" ? "ort.webgpu.min.mjs" : "ort.wasm.min.mjs";
  ort = await import(`./ort/${bundle}`);
  // One thread: several need headers that forbid much else to a page, and one is fast enough.
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = new URL("./ort/", import.meta.url).href;
  const options = { executionProviders: device === "webgpu" ? ["webgpu", "wasm"] : ["wasm"] };
  step = await TrainingStep.open(ort, await fetched("./step/step.onnx"), await fetched("./step/step.safetensors"), options);
  predictor = await ort.InferenceSession.create(await fetched("./step/predict.onnx"), options);
  buttons();
}

async function load() {
  const devices = [["wasm", "WebAssembly"]];
  if (await navigator.gpu?.requestAdapter()) devices.push(["webgpu", "WebGPU"]);
  byId("where").hidden = devices.length < 2;
  byId("device").replaceChildren(...devices.map(([value, text]) => new Option(text, value)));
  report();
  try {
    await open("wasm");
    state.textContent = "Ready: draw some digits, or let the page bring some.";
    document.body.dataset.ready = "true";
  } catch (error) {
    state.textContent = `The step could not be loaded: ${error.message}`;
  }
}

load();
