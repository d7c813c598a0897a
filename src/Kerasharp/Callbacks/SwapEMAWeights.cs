using System.Text.Json.Nodes;
using Kerasharp.Saving;

namespace Kerasharp.Callbacks;

/// <summary>
/// Has the model's weights be their averages over time while it is evaluated or predicts, and back afterwards. The optimizer must keep
/// such averages: <c>useEma: true</c>.
/// </summary>
/// <remarks>
/// Keras: <c>keras.callbacks.SwapEMAWeights</c>. There a prediction leaves the averages in the model, and so does not an early end of
/// training with <paramref name="swapOnEpoch"/>; here weights come back after a prediction, and training always ends with the averages.
/// </remarks>
/// <param name="swapOnEpoch">Whether the averages are in the model from the end of each epoch to the beginning of the next, too, for
/// callbacks that stand behind this one, such as <see cref="ModelCheckpoint"/>.</param>
/// <example><code>
/// model.Compile(new SGD(0.1, useEma: true), "mse");
/// model.Fit(x, y, callbacks: [new SwapEMAWeights(swapOnEpoch: true), new ModelCheckpoint("best.safetensors", monitor: "loss", saveWeightsOnly: true)]);
/// </code></example>
public sealed class SwapEMAWeights(bool swapOnEpoch = false) : Callback
{
    private WeightSnapshot? _trained;

    /// <summary>Whether the averages are in the model between epochs, too.</summary>
    public bool SwapOnEpoch { get; } = swapOnEpoch;

    internal override bool WantsBatches => false;

    /// <inheritdoc/>
    protected internal override JsonObject? GetState() => [];

    internal override IReadOnlyList<SafeTensorEntry> GetTensors() => _trained?.ToTensors() ?? [];

    internal override void SetTensors(IReadOnlyDictionary<string, SafeTensorEntry> tensors) =>
        _trained = WeightSnapshot.FromTensors(Model, tensors);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The optimizer keeps no averages.</exception>
    public override void OnTrainBegin()
    {
        RequireAverages();
        _trained = null;
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch)
    {
        if (SwapOnEpoch)
            PutBack();
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        if (SwapOnEpoch)
            PutIn();
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs) => _trained = null;

    /// <inheritdoc/>
    public override void OnTestBegin() => PutIn();

    /// <inheritdoc/>
    public override void OnTestEnd(Logs logs) => PutBack();

    /// <inheritdoc/>
    public override void OnPredictBegin() => PutIn();

    /// <inheritdoc/>
    public override void OnPredictEnd() => PutBack();

    // The averages stay what they are, so that they are what training ends with, at whatever epoch it does.
    private void PutIn()
    {
        if (_trained is not null)
            return;
        RequireAverages();
        var optimizer = Model.Optimizer;
        var pairs = Model
            .TrainableWeights.Select(w => (Weight: w, Average: OptimizerParts.For(optimizer, w).AverageOf(w)))
            .Where(p => p.Average is not null)
            .ToArray();
        Weight[] weights = [.. pairs.Select(p => p.Weight)];
        _trained = new WeightSnapshot(Model, weights);
        WeightSnapshot.Write(Model, weights, [.. pairs.Select(p => p.Average!.State.ReadBytes())]);
    }

    private void PutBack()
    {
        _trained?.Restore();
        _trained = null;
    }

    private void RequireAverages()
    {
        if (!OptimizerParts.Of(Model.Optimizer).Any(p => p.Optimizer.UseEma))
            throw new InvalidOperationException(
                $"SwapEMAWeights came for the optimizer '{Model.Optimizer.Name}', which keeps no averages of weights; one that does was expected. Make it with useEma: true."
            );
    }
}
