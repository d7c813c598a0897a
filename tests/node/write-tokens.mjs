// Writes with a model whose states are inputs and outputs, the likeliest token at each step, in onnxruntime-node:
//   node write-tokens.mjs <folder with node_modules> <model.onnx> <request.json> <tokens.json>
// The request has a prompt (token numbers), a count, and each state's name and dims, in the order of the outputs behind the scores.
import { createRequire } from "node:module";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const [packages, model, requestFile, tokensFile] = process.argv.slice(2);
const { InferenceSession, Tensor } = createRequire(join(packages, "package.json"))("onnxruntime-node");

const { prompt, count, states } = JSON.parse(await readFile(requestFile, "utf8"));
const session = await InferenceSession.create(model);
const [tokenInput] = session.inputNames;
const [scoresOutput, ...nextStates] = session.outputNames;

let carried = states.map(({ dims }) => new Tensor("float32", new Float32Array(dims.reduce((a, b) => a * b, 1)), dims));
async function step(token) {
  const feeds = { [tokenInput]: new Tensor("int32", Int32Array.of(token), [1, 1]) };
  states.forEach(({ name }, i) => (feeds[name] = carried[i]));
  const results = await session.run(feeds);
  carried = nextStates.map((name) => results[name]);
  return results[scoresOutput].data;
}

let scores;
for (const token of prompt) {
  scores = await step(token);
}
const written = [];
while (written.length < count) {
  const token = scores.indexOf(Math.max(...scores));
  written.push(token);
  scores = await step(token);
}
await writeFile(tokensFile, JSON.stringify(written));
