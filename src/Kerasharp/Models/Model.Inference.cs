using System.Numerics.Tensors;
using Kerasharp.Callbacks;
using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Saving;
using Kerasharp.Training;

namespace Kerasharp;

public partial class Model
{
    /// <summary>The model's output for every example. May be called from several threads, and while the model trains.</summary>
    /// <param name="x">The inputs.</param>
    /// <param name="batchSize">How many examples are computed at once.</param>
    /// <param name="verbose">0: silent; 1: a progress line.</param>
    /// <param name="callbacks">Called at the beginning and end of the work and of its batches.</param>
    /// <param name="cancellationToken">Ends the work between two batches.</param>
    /// <returns>A tensor whose first dimension counts the examples.</returns>
    /// <exception cref="ArgumentException">The arrays do not fit the model, or hold NaN.</exception>
    /// <exception cref="InvalidOperationException">The model has several outputs; use <see cref="PredictAll"/>.</exception>
    /// <remarks>Keras: <c>Model.predict</c>, which prints a progress line unless told not to.</remarks>
    public Tensor<float> Predict(
        TensorDataList x,
        int batchSize = 32,
        int verbose = 0,
        IEnumerable<Callback>? callbacks = null,
        CancellationToken cancellationToken = default
    )
    {
        var outputs = PredictAll(x, batchSize, verbose, callbacks, cancellationToken);
        return outputs.Count == 1
            ? outputs[0]
            : throw new InvalidOperationException(
                $"Predict was called on the model '{Name}' with {outputs.Count} outputs; it gives one. Use PredictAll."
            );
    }

    /// <summary>The model's outputs for every example, in the order of <see cref="OutputNames"/>.</summary>
    /// <inheritdoc cref="Predict(TensorDataList, int, int, IEnumerable{Callback}?, CancellationToken)"/>
    public IReadOnlyList<Tensor<float>> PredictAll(
        TensorDataList x,
        int batchSize = 32,
        int verbose = 0,
        IEnumerable<Callback>? callbacks = null,
        CancellationToken cancellationToken = default
    )
    {
        FitArguments.Check(batchSize, epochs: 1, verbose, validationSplit: 0);
        x = FitData.CheckInputs(this, "x", x);
        CheckBatches(batchSize, x[0].Count);
        EnsureWeights();
        int steps = checked((int)((x[0].Count + batchSize - 1) / batchSize));
        var bar = new ProgressBar(ProgressOutput.Console(), steps, verbose);
        var list = new CallbackList(callbacks ?? [], this);
        list.OnPredictBegin();
        var results = ThePredictor().Run(x, batchSize, list, Draw, cancellationToken);
        bar.Finish(steps, []);
        list.OnPredictEnd();
        return Array.ConvertAll(results, r => Tensor.Create(r.Values, Array.ConvertAll(r.Dims, d => (nint)d)));

        void Draw(int done)
        {
            if (verbose > 0 && bar.Step(done))
                bar.Draw([]);
        }
    }

    /// <summary>Writes the trained model as ONNX: standard operators only, symbolic batch, weights inside, nothing of training left.</summary>
    /// <param name="path">The file; it is written under a temporary name and moved, so that no half-written file is left.</param>
    /// <param name="opset">ONNX's operator set, 17 to 21.</param>
    /// <exception cref="InvalidOperationException">The model's inputs are not known yet.</exception>
    /// <remarks>Images go in as Keras takes them, channels last. Keras: <c>Model.export(format="onnx")</c>.</remarks>
    public void Export(string path, int opset = ModelWriter.TrainingOpset)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ModelWriter.Save(ModelExport.ToGraph(this), path, opset);
    }

    /// <summary>Writes all weights as safetensors, each under its path, as <c>dense/kernel</c>, in Keras's shape.</summary>
    /// <exception cref="InvalidOperationException">The weights are not made yet.</exception>
    public void SaveWeights(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        RequireWeights("SaveWeights");
        WeightFile.Save(path, Weights);
    }

    /// <summary>Reads weights that <see cref="SaveWeights"/> wrote; everything is checked before anything changes.</summary>
    /// <exception cref="SafeTensorsException">The file is no safetensors file.</exception>
    /// <exception cref="ArgumentException">The file holds other weights than the model has.</exception>
    public void LoadWeights(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        RequireWeights("LoadWeights");
        WeightFile.Load(path, Weights, Name);
    }

    /// <summary>The shapes of the outputs, the batch symbolic.</summary>
    internal IReadOnlyList<Shape> OutputShapes()
    {
        var context = new CallContext(new StepGraph(Name), training: false, ElementType.Float32, randomState: null);
        var types = Inputs.Select(i => Lowering.Batched(i.ElementType, i.Shape)).ToArray();
        return Lowering.Call(this, context, types).Select(o => o.Shape).ToArray();
    }

    private Predictor ThePredictor()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var device = Device;
        if (_predictor is { } predictor && predictor.Device == device && predictor.IsCurrent)
            return predictor;
        lock (_gate)
        {
            if (_predictor?.Device != device || !_predictor.IsCurrent)
                _predictor = new Predictor(this, device);
            return _predictor;
        }
    }

    private protected override void RequireWeights(string what)
    {
        EnsureWeights();
        if (!IsBuilt)
        {
            throw new InvalidOperationException(
                $"{what} was called on the model '{Name}', whose weights are not made: it has no Input and has seen no data. Put an Input first."
            );
        }
    }
}
