using Kerasharp.Data;
using Kerasharp.Onnx.Files;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Saving;
using Kerasharp.Saving.Steps;
using Kerasharp.Training;

namespace Kerasharp;

public partial class Model
{
    private const string OnnxExtension = ".onnx";
    private const string StateExtension = ".safetensors";

    /// <summary>
    /// Writes one step of training as ONNX, in standard operators alone, so that any ONNX Runtime can train the model: forward, loss,
    /// gradients and updates. Its state (weights, what the optimizer carries, metrics) are inputs and outputs, and lies with its present
    /// values in a file beside it that ends with <c>.safetensors</c>. Random numbers are inputs, too.
    /// </summary>
    /// <param name="path">The file, which ends with <c>.onnx</c>. It and those that go with it are all written, or none is.</param>
    /// <param name="batchSize">How many examples a step takes; by default any number, for models whose gradients can be written so.</param>
    /// <param name="opset">ONNX's operator set, 17 to 21.</param>
    /// <param name="x">Inputs as Fit takes them, whose types and shapes the step takes; by default those of <see cref="Inputs"/>. A few examples suffice.</param>
    /// <param name="y">Targets, likewise; by default what the losses expect: int32 for numbers of classes, otherwise float32 in the outputs' shapes. Give both or neither.</param>
    /// <param name="sampleWeight">Given beside them where the step shall take weights of examples: of shape (batch,), or (batch, steps).</param>
    /// <param name="metrics">Whether the step gathers metrics; without, the loss of each batch is its only result.</param>
    /// <param name="predictPath">A further file for what predicts with the weights as inputs, under the same names; none by default.</param>
    /// <param name="metadata">What else the file shall say of itself, by key.</param>
    /// <exception cref="InvalidOperationException">The model has not been compiled, or its inputs are not known.</exception>
    /// <exception cref="ArgumentException">A path, the arrays or the batch do not fit; or the step needs a number of examples, or has no form in standard operators.</exception>
    /// <remarks>
    /// Names: <c>inputs/image</c>, <c>targets/label</c>, <c>weights/dense/kernel</c> and <c>weights/dense/kernel.next</c>,
    /// <c>optimizer/adam/learning_rate</c>, <c>random/draw0</c>, <c>loss</c>, <c>metrics/accuracy</c>. The entry
    /// <c>kerasharp.training_step</c> of the metadata of both files lists them as JSON; docs/training-step.md tells how to train by it.
    /// </remarks>
    /// <example><code>
    /// model.Compile("adam", "sparse_categorical_crossentropy", metrics: ["accuracy"]);
    /// model.ExportTrainingStep("step.onnx");          // step.onnx and step.safetensors
    /// // … trained elsewhere, which wrote trained.safetensors
    /// model.LoadTrainingState("trained.safetensors");
    /// </code></example>
    public void ExportTrainingStep(
        string path,
        int? batchSize = null,
        int opset = ModelWriter.TrainingOpset,
        TensorDataList? x = null,
        TensorDataList? y = null,
        TensorDataList? sampleWeight = null,
        bool metrics = true,
        string? predictPath = null,
        IReadOnlyDictionary<string, string>? metadata = null
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var trainer = Compiled("ExportTrainingStep");
        CheckOnnxPath(nameof(path), path);
        if (predictPath is not null)
            CheckOnnxPath(nameof(predictPath), predictPath);
        if (predictPath is not null && Path.GetFullPath(predictPath) == Path.GetFullPath(path))
            throw new ArgumentException(
                $"'{path}' came as path and as predictPath of the model '{Name}'; two files were expected. Give another name for one."
            );
        if (batchSize is <= 0)
            throw new ArgumentOutOfRangeException(
                nameof(batchSize),
                $"batchSize of {batchSize} came; 1 or more was expected. Leave it out to take batches of any size."
            );
        ModelWriter.CheckOpset(opset);
        var types = StepTypes(trainer, x, y, sampleWeight);
        batchSize = StepRows(batchSize);
        var step = StepOf(trainer, types, batchSize, metrics);
        string description = step.Description.ToJsonString();
        var entries = new Dictionary<string, string>(metadata ?? new Dictionary<string, string>())
        {
            [StepDescription.StepKey] = description,
        };
        var files = new List<(string, Action<Stream>)> { (path, ModelWriter.Prepare(step.Graph, opset, entries)) };
        if (predictPath is not null)
        {
            var prediction = StepFile.Prediction(this, types);
            entries = new Dictionary<string, string>
            {
                [StepDescription.PredictionKey] = prediction.Description.ToJsonString(),
            };
            files.Add((predictPath, ModelWriter.Prepare(prediction.Graph, opset, entries)));
        }
        string statePath = Path.ChangeExtension(path, StateExtension);
        SafeTensorEntry[] tensors = [];
        WhileStill(() => tensors = StepStateFile.Entries(step.States));
        var said = new Dictionary<string, string>(TensorWeights.Metadata) { [StepDescription.StepKey] = description };
        files.Add((statePath, SafeTensorsFile.Prepare(statePath, tensors, said)));
        AtomicFiles.Write(files);
    }

    /// <summary>
    /// Takes over the states that a training of <see cref="ExportTrainingStep"/>'s step left elsewhere: weights, what the optimizer carries,
    /// and the place in the stream of random numbers. Fit goes on from there. All is checked before anything changes.
    /// </summary>
    /// <param name="path">A safetensors file with a tensor for each state, under the name of the step's input.</param>
    /// <exception cref="InvalidOperationException">The model has not been compiled, or its weights are not made.</exception>
    /// <exception cref="SafeTensorsException">The file is no safetensors file.</exception>
    /// <exception cref="ArgumentException">The file holds other states than the model has; the message says which.</exception>
    /// <remarks>For the weights alone <see cref="LoadWeights"/> reads such files, too, compiled or not. What metrics gathered is left unread.</remarks>
    /// <example><code>
    /// model.Compile("adam", "mse");
    /// model.LoadTrainingState("trained.safetensors");
    /// model.Fit(x, y, epochs: 2);
    /// </code></example>
    public void LoadTrainingState(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var trainer = Compiled("LoadTrainingState");
        RequireWeights("LoadTrainingState");
        var set = StepStateFile.Load(path, SafeTensorsFile.Read(path), this, trainer);
        _gate.EnterWriteLock();
        try
        {
            set();
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    private BatchTypes StepTypes(Trainer trainer, TensorDataList? x, TensorDataList? y, TensorDataList? sampleWeight)
    {
        if ((x is null) != (y is null) || (x is null && sampleWeight is not null))
            throw new ArgumentException(
                $"Of x, y and sampleWeight only some came to ExportTrainingStep of the model '{Name}'; x and y, perhaps with sampleWeight, or none of them were expected. Give the arrays as Fit takes them, or leave them out."
            );
        if (x is not null)
            return StepBatch.Of(this, trainer, x, y!, sampleWeight);
        RequireWeights("ExportTrainingStep");
        trainer.CheckWeights();
        return StepBatch.Of(this, trainer);
    }

    /// <summary>How many examples a step takes, where that is told or an Input was made for so many.</summary>
    private int? StepRows(int? batchSize)
    {
        if (Inputs.FirstOrDefault(i => i.Shape[0].IsKnown) is not { } input)
            return batchSize;
        int made = checked((int)input.Shape[0].Value);
        if (batchSize is { } asked && asked != made)
            throw new ArgumentException(
                $"batchSize of {asked} came for the model '{Name}', whose Input '{input.Name}' was made for batches of {made}; that number was expected. Leave it out."
            );
        return made;
    }

    private StepFile.Parts StepOf(Trainer trainer, BatchTypes types, int? batchSize, bool metrics)
    {
        try
        {
            return StepFile.Step(this, trainer, types, batchSize, metrics);
        }
        catch (Exception error) when (error is GraphException or ArgumentException or InvalidOperationException)
        {
            if (batchSize is not null || !CanBeWritten())
                throw new ArgumentException(
                    $"The training step of the model '{Name}' cannot be written in standard operators: {error.Message}",
                    error
                );
            throw new ArgumentException(
                $"No batchSize came for the training step of the model '{Name}', which cannot be written for batches of any size ({error.Message.TrimEnd('.')}); a number of examples was expected. Give batchSize: 32, or as many as each step shall take.",
                error
            );
        }

        bool CanBeWritten()
        {
            try
            {
                StepFile.Step(this, trainer, types, rows: 2, metrics);
                return true;
            }
            catch (Exception e) when (e is GraphException or ArgumentException or InvalidOperationException)
            {
                return false;
            }
        }
    }

    private static void CheckOnnxPath(string argument, string path)
    {
        if (!path.EndsWith(OnnxExtension, StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException(
                $"The path '{path}' came as {argument}; one that ends with {OnnxExtension} was expected, beside which the states lie under {StateExtension}. Change the extension."
            );
    }
}
