// Trains by a step that Kerasharp wrote (model.ExportTrainingStep), in onnxruntime-node or onnxruntime-web. Nothing here knows the
// model: what the step takes and gives stands in the description beside its states.

import { fillUniform } from "./philox.mjs";
import { readTensors, writeTensors } from "./safetensors.mjs";

const key = "kerasharp.training_step";
const gpu = "gpu-buffer";

export class TrainingStep {
  #ort;
  #session;
  #random;

  /**
   * @param ort The module: onnxruntime-node or onnxruntime-web.
   * @param model The step: a path, an address or its bytes.
   * @param stateBytes What lies beside it, as a Uint8Array.
   * @param options Of the session, as { executionProviders: ["webgpu"] }; and random, which fills a Float32Array with numbers from 0
   * (included) to 1 (excluded): of the array, the input's description and the present state [seed, step].
   */
  static async open(ort, model, stateBytes, { random = drawn, ...options } = {}) {
    const { metadata, tensors } = readTensors(stateBytes);
    const step = new TrainingStep();
    step.#ort = ort;
    step.#random = random;
    step.metadata = metadata;
    step.description = JSON.parse(metadata[key]);
    // What a GPU carries stays there from step to step.
    if (options.executionProviders?.includes("webgpu"))
      options.preferredOutputLocation = Object.fromEntries(
        step.description.states.filter((s) => s.output && s.type === "float32").map((s) => [s.output, gpu]),
      );
    step.#session = await ort.InferenceSession.create(model, options);
    step.states = new Map([...tensors].map(([name, t]) => [name, new ort.Tensor(t.type, t.data, t.dims)]));
    return step;
  }

  /** The values of one step's outputs by name; batch holds a Tensor for each of the description's inputs. */
  async run(batch) {
    const { inputs, states, random, outputs } = this.description;
    const feeds = { ...batch };
    for (const { input } of states) feeds[input] = this.states.get(input);
    const rows = batch[inputs[0].name].dims[0];
    for (const draw of random) {
      const dims = draw.shape.map((size) => (typeof size === "number" ? size : rows));
      const numbers = new Float32Array(dims.reduce((a, b) => a * b, 1));
      this.#random(numbers, draw, this.states.get(draw.state)?.data);
      feeds[draw.name] = new this.#ort.Tensor("float32", numbers, dims);
    }
    const results = await this.#session.run(feeds);
    // The new states take the old ones' place: of the next step they are the inputs.
    for (const { input, output } of states)
      if (output) {
        const old = this.states.get(input);
        if (old.location === gpu) old.dispose();
        this.states.set(input, results[output]);
      }
    return Object.fromEntries(outputs.map(({ name }) => [name, Number(results[name].data[0])]));
  }

  /** What metrics gathered begins anew, as at the beginning of an epoch. */
  resetMetrics() {
    for (const { input, role, type, shape } of this.description.states)
      if (role === "metric") {
        const old = this.states.get(input);
        this.states.set(input, new this.#ort.Tensor(type, new old.data.constructor(old.data.length), shape));
      }
  }

  /** The learning rate, if no schedule has it. */
  set learningRate(rate) {
    const name = this.description.learning_rate;
    if (!name) throw new Error("A schedule decides the learning rate of this step.");
    this.states.set(name, new this.#ort.Tensor("float32", Float32Array.of(rate), []));
  }

  /** Frees what the runtime holds. */
  async release() {
    for (const tensor of this.states.values()) if (tensor.location === gpu) tensor.dispose();
    await this.#session.release();
  }

  /** The states as a safetensors file: Kerasharp's model.LoadTrainingState reads it, and so does open. */
  async save() {
    const tensors = new Map();
    for (const [name, tensor] of this.states)
      tensors.set(name, { type: tensor.type, dims: tensor.dims, data: await tensor.getData() });
    return writeTensors(tensors, this.metadata);
  }
}

/** The numbers that Kerasharp would draw. */
function drawn(numbers, draw, state) {
  fillUniform(numbers, draw.seed === null ? state[0] : BigInt(draw.seed), state[1], draw.site);
}
