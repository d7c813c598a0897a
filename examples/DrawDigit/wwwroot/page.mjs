import * as ort from "./ort/ort.wasm.min.mjs";
import { toImage } from "./image.mjs";

// One thread: several need headers that forbid much else to a page, and one is fast enough.
ort.env.wasm.numThreads = 1;
ort.env.wasm.wasmPaths = new URL("./ort/", import.meta.url).href;

const pad = document.getElementById("pad");
const context = pad.getContext("2d", { willReadFrequently: true });
const answer = document.getElementById("answer");
const state = document.getElementById("state");
const bars = [...Array(10).keys()].map((digit) => {
  const row = document.createElement("li");
  row.innerHTML = `<span>${digit}</span><meter min="0" max="1" value="0"></meter><span>0 %</span>`;
  document.getElementById("bars").append(row);
  return row;
});

let drawing = false;
let last = null;
let asked = false;
let busy = false;

context.lineCap = context.lineJoin = "round";
context.lineWidth = 18;
context.strokeStyle = "#fff";

function place(event) {
  const box = pad.getBoundingClientRect();
  return [((event.clientX - box.left) * pad.width) / box.width, ((event.clientY - box.top) * pad.height) / box.height];
}

function lineTo(point) {
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
document.getElementById("clear").addEventListener("click", () => {
  context.clearRect(0, 0, pad.width, pad.height);
  show(null);
});

function show(probabilities) {
  const best = probabilities ? probabilities.indexOf(Math.max(...probabilities)) : null;
  answer.value = best ?? "?";
  bars.forEach((row, digit) => {
    const share = probabilities?.[digit] ?? 0;
    row.children[1].value = share;
    row.children[2].textContent = `${Math.round(share * 100)} %`;
  });
}

// While an answer is computed, further strokes only note that there is something new.
async function ask() {
  asked = true;
  if (busy) return;
  busy = true;
  try {
    while (asked) {
      asked = false;
      const model = await session;
      const pixels = toImage(context.getImageData(0, 0, pad.width, pad.height));
      if (!pixels) continue;
      const outputs = await model.run({ image: new ort.Tensor("uint8", pixels, [1, 28, 28]) });
      show(Array.from(outputs.probabilities.data));
    }
  } catch (error) {
    state.textContent = `The model could not answer: ${error.message}`;
  } finally {
    busy = false;
    document.body.dataset.answered = String(Number(document.body.dataset.answered ?? 0) + 1);
  }
}

const session = ort.InferenceSession.create("./model.onnx");
session.then(
  () => {
    state.textContent = "Ready.";
    document.body.dataset.ready = "true";
  },
  (error) => (state.textContent = `The model could not be loaded: ${error.message}`),
);
