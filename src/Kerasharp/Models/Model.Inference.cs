using System.Numerics.Tensors;
using Kerasharp.Callbacks;
using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
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
    /// <remarks>
    /// Keras: <c>Model.predict</c>, which prints a progress line unless told not to. On the processor, weights that stay the same for 32 batches
    /// of a size are laid out anew for speed, in a copy of at most 256 MB; from then on results may differ in their last bits (some 1e-7 of the
    /// largest). A changed weight shows at once.
    /// </remarks>
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
        var results =
            verbose == 0 && callbacks is null
                ? ThePredictor().Run(x, batchSize, null, null, cancellationToken)
                : Watched(x, batchSize, verbose, callbacks ?? [], cancellationToken);
        return Array.ConvertAll(results, r => Tensor.Create(r.Values, Array.ConvertAll(r.Dims, d => (nint)d)));
    }

    /// <summary>Predicts with a progress line and callbacks.</summary>
    private (float[] Values, long[] Dims)[] Watched(
        TensorDataList x,
        int batchSize,
        int verbose,
        IEnumerable<Callback> callbacks,
        CancellationToken cancellationToken
    )
    {
        int steps = checked((int)((x[0].Count + batchSize - 1) / batchSize));
        var bar = new ProgressBar(ProgressOutput.Console(), steps, verbose);
        var list = new CallbackList(callbacks, this);
        list.OnPredictBegin();
        var results = ThePredictor().Run(x, batchSize, list, Draw, cancellationToken);
        bar.Finish(steps, []);
        list.OnPredictEnd();
        return results;

        void Draw(int done)
        {
            if (verbose > 0 && bar.Step(done))
                bar.Draw([]);
        }
    }

    /// <summary>The shapes of the outputs, the batch symbolic.</summary>
    internal IReadOnlyList<Shape> OutputShapes()
    {
        var context = new CallContext(new StepGraph(Name), training: false, ElementType.Float32, randomState: null);
        var types = Inputs.Select(i => Lowering.Batched(i.ElementType, i.Shape)).ToArray();
        return Lowering.Call(this, context, types).Select(o => o.Shape).ToArray();
    }

    /// <summary>For tests: whether batches like the last one that was predicted are computed with the weights as constants.</summary>
    internal bool PredictsWithConstants => _predictor is { IsFrozen: true };

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
