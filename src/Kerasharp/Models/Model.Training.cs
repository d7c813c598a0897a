using Kerasharp.Callbacks;
using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Losses;
using Kerasharp.Metrics;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Optimizers;
using Kerasharp.Training;
using Kerasharp.Training.Feeds;

namespace Kerasharp;

public partial class Model
{
    /// <summary>
    /// Decides how the model is trained. May be called again; weights stay, what the optimizer carries begins anew. Which layers are
    /// trained is decided here, too: a change of <see cref="Layer.Trainable"/> acts from the next Compile on.
    /// </summary>
    /// <param name="optimizer">An optimizer or its name: <c>"adam"</c>, <c>new SGD(0.05)</c>; <c>rmsprop</c> by default.</param>
    /// <param name="loss">What is to become small, which must be told: a loss, its name, or a function; for several outputs a collection expression or a dictionary by output, null for an output without one.</param>
    /// <param name="metrics">Metrics or their names, each shown beside the loss: <c>["accuracy"]</c>.</param>
    /// <param name="lossWeights">A factor for each output's loss, in order or by output; ones unless told.</param>
    /// <param name="weightedMetrics">Metrics in which each example counts by its sample and class weight; those of <paramref name="metrics"/> count all alike.</param>
    /// <param name="device">Where to compute; by default <see cref="Device.Default"/>.</param>
    /// <param name="autoScaleLoss">Whether the optimizer of a model of the policy <c>mixed_float16</c> is put into a <see cref="LossScaleOptimizer"/>.</param>
    /// <exception cref="ArgumentException">A name is not known, or losses and outputs differ in number.</exception>
    /// <exception cref="NotSupportedException">The device is not there; the message says what is missing for it.</exception>
    /// <example><code>model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);</code></example>
    public void Compile(
        Optimizer? optimizer = null,
        LossList? loss = null,
        MetricList? metrics = null,
        LossWeightList? lossWeights = null,
        MetricList? weightedMetrics = null,
        Device? device = null,
        bool autoScaleLoss = true
    )
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentNullException.ThrowIfNull(loss);
        optimizer ??= new RMSprop();
        var losses = loss.For(OutputNames, Name);
        var weights = lossWeights?.For(OutputNames, losses, Name);
        if (losses.FirstOrDefault(l => l?.Reduction == LossReduction.None) is { } unreduced)
        {
            throw new ArgumentException(
                $"The loss '{unreduced.Name}' came with LossReduction.None, which leaves a loss for each example; training the model '{Name}' needs one number. "
                    + "Give it LossReduction.SumOverBatchSize or Sum."
            );
        }
        var metricsByOutput = (metrics ?? []).For(OutputNames, Name);
        var weightedByOutput = (weightedMetrics ?? []).For(OutputNames, Name);
        device ??= Device.Default;
        DeviceCheck.Ensure(device);
        if (autoScaleLoss && Dtype.NeedsLossScale && optimizer is not LossScaleOptimizer)
            optimizer = new LossScaleOptimizer(optimizer);
        // All is checked; until here the model is as it was.
        _trainer?.Dispose();
        _predictor?.Dispose();
        _predictor = null;
        _trainer = new Trainer(this, optimizer, losses, weights, metricsByOutput, weightedByOutput, device);
    }

    /// <summary>Trains the model on arrays, for so many passes over them.</summary>
    /// <param name="x">The inputs: a tensor or array whose first dimension counts the examples; several as a collection expression.</param>
    /// <param name="y">The targets, likewise.</param>
    /// <param name="batchSize">How many examples make a step.</param>
    /// <param name="epochs">How many passes over the examples.</param>
    /// <param name="verbose">0: silent; 1: a progress line; 2: a line an epoch.</param>
    /// <param name="callbacks">Called at the beginning and end of training, epochs and batches.</param>
    /// <param name="validationSplit">The part of the examples, from the end, that is kept to validate on: 0 to 1.</param>
    /// <param name="validationData">Inputs and targets to validate on after each epoch.</param>
    /// <param name="shuffle">Whether each epoch takes the examples in another order.</param>
    /// <param name="classWeight">How much the examples of a class count; 1 for classes not named.</param>
    /// <param name="sampleWeight">How much each example counts, for all outputs; or a list for each output, in order or by name.</param>
    /// <param name="initialEpoch">How many epochs are done already: training goes on after them, up to <paramref name="epochs"/>.</param>
    /// <param name="stepsPerEpoch">How many steps make an epoch; by default a pass over the examples. The next epoch goes on where one ended.</param>
    /// <param name="validationSteps">How many batches are validated on, from the first; by default all.</param>
    /// <param name="validationBatchSize">How many examples make a batch there; by default <paramref name="batchSize"/>.</param>
    /// <param name="validationFreq">After every how many epochs, or after which, the model is validated; after each by default.</param>
    /// <param name="validationSampleWeight">As <paramref name="sampleWeight"/>, for <paramref name="validationData"/>.</param>
    /// <param name="cancellationToken">Ends training between two steps.</param>
    /// <returns>Loss and metrics of every epoch.</returns>
    /// <exception cref="InvalidOperationException">The model has not been compiled.</exception>
    /// <exception cref="ArgumentException">The arrays do not fit the model or one another, or hold NaN.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the model is as the last finished step left it.</exception>
    /// <remarks>Keras: <c>Model.fit</c>.</remarks>
    public History Fit(
        TensorDataList x,
        TensorDataList y,
        int batchSize = 32,
        int epochs = 1,
        int verbose = 1,
        IEnumerable<Callback>? callbacks = null,
        double validationSplit = 0.0,
        (TensorDataList X, TensorDataList Y)? validationData = null,
        bool shuffle = true,
        IReadOnlyDictionary<int, double>? classWeight = null,
        TensorDataList? sampleWeight = null,
        int initialEpoch = 0,
        int? stepsPerEpoch = null,
        int? validationSteps = null,
        int? validationBatchSize = null,
        ValidationFrequency? validationFreq = null,
        TensorDataList? validationSampleWeight = null,
        CancellationToken cancellationToken = default
    )
    {
        var trainer = Compiled("Fit");
        FitArguments.Check(batchSize, epochs, verbose, validationSplit);
        FitArguments.CheckSteps(initialEpoch, stepsPerEpoch, validationSteps, validationBatchSize);
        if (validationSampleWeight is not null && validationData is null)
            throw new ArgumentException(
                "Sample weights came as validationSampleWeight without validationData, whose examples they weigh. Give both; a validationSplit takes its part of sampleWeight."
            );
        var data = FitData.Check(this, trainer, ("x", x), ("y", y), ("sampleWeight", sampleWeight));
        FitData? validation = null;
        if (validationData is var (vx, vy))
            validation = FitData.Check(
                this,
                trainer,
                ("validationData.X", vx),
                ("validationData.Y", vy),
                ("validationSampleWeight", validationSampleWeight)
            );
        else if (validationSplit > 0)
            (data, validation) = data.Split(validationSplit);
        if (classWeight is not null)
            data = data.Weighted(classWeight);
        CheckBatches(batchSize, data.Count);
        if (validation is not null)
            CheckBatches(validationBatchSize ?? batchSize, validation.Count);
        using var feed = new ArrayFeed(data, batchSize, shuffle ? trainer.Shuffle : null);
        using var validationFeed = validation is null
            ? null
            : new ArrayFeed(validation, validationBatchSize ?? batchSize);
        var plan = new FitPlan
        {
            Epochs = epochs,
            InitialEpoch = initialEpoch,
            StepsPerEpoch = stepsPerEpoch,
            BatchSize = batchSize,
            Examples = data.Count,
            ValidationExamples = validation?.Count,
            Validation = validationFeed,
            ValidationSteps = validationSteps,
            ValidationFrequency = validationFreq ?? 1,
        };
        return new FitLoop(this, trainer, verbose, cancellationToken).Fit(feed, plan, callbacks ?? []);
    }

    /// <summary>Loss and metrics of the model on arrays.</summary>
    /// <param name="x">The inputs.</param>
    /// <param name="y">The targets.</param>
    /// <param name="batchSize">How many examples make a step.</param>
    /// <param name="verbose">0: silent; 1: a progress line; 2: one line.</param>
    /// <param name="sampleWeight">How much each example counts, for all outputs; or a list for each output, in order or by name.</param>
    /// <param name="steps">How many batches are evaluated on, from the first; by default all.</param>
    /// <param name="callbacks">Called at the beginning and end of the evaluation and of its batches.</param>
    /// <param name="cancellationToken">Ends the evaluation between two steps.</param>
    /// <returns>The results by name, <c>"loss"</c> among them.</returns>
    /// <exception cref="InvalidOperationException">The model has not been compiled.</exception>
    /// <exception cref="ArgumentException">The arrays do not fit the model or one another, or hold NaN.</exception>
    /// <remarks>Keras: <c>Model.evaluate(return_dict=True)</c>.</remarks>
    public IReadOnlyDictionary<string, double> Evaluate(
        TensorDataList x,
        TensorDataList y,
        int batchSize = 32,
        int verbose = 1,
        TensorDataList? sampleWeight = null,
        int? steps = null,
        IEnumerable<Callback>? callbacks = null,
        CancellationToken cancellationToken = default
    )
    {
        var trainer = Compiled("Evaluate");
        FitArguments.Check(batchSize, epochs: 1, verbose, validationSplit: 0);
        FitArguments.CheckAtLeastOne(steps, nameof(steps));
        var data = FitData.Check(this, trainer, ("x", x), ("y", y), ("sampleWeight", sampleWeight));
        CheckBatches(batchSize, data.Count);
        using var feed = new ArrayFeed(data, batchSize);
        return new FitLoop(this, trainer, verbose, cancellationToken).Evaluate(feed, steps, callbacks ?? []);
    }
}
