using System.Numerics.Tensors;
using Kerasharp.Callbacks;
using Kerasharp.Data;
using Kerasharp.Training;
using Kerasharp.Training.Feeds;

namespace Kerasharp;

public partial class Model
{
    /// <summary>Trains the model on a data set of batches, for so many passes over it.</summary>
    /// <param name="data">Inputs, targets and, where wanted, sample weights. Epoch k reads a pass of its own, which its shuffling decides.</param>
    /// <param name="epochs">How many epochs.</param>
    /// <param name="verbose">0: silent; 1: a progress line; 2: a line an epoch.</param>
    /// <param name="callbacks">Called at the beginning and end of training, epochs and batches.</param>
    /// <param name="validationData">Batches to validate on.</param>
    /// <param name="classWeight">How much the examples of a class count; 1 for classes not named.</param>
    /// <param name="initialEpoch">How many epochs are done already: training goes on after them, up to <paramref name="epochs"/>.</param>
    /// <param name="stepsPerEpoch">How many steps make an epoch, which data without an end need; by default a pass over the data.</param>
    /// <param name="validationSteps">How many batches are validated on, from the first; by default all.</param>
    /// <param name="validationFreq">After every how many epochs, or after which, the model is validated; after each by default.</param>
    /// <param name="cancellationToken">Ends training between two steps.</param>
    /// <returns>Loss and metrics of every epoch.</returns>
    /// <exception cref="InvalidOperationException">The model has not been compiled.</exception>
    /// <exception cref="ArgumentException">A batch does not fit the model, or holds NaN; or the data never end and no number of steps came.</exception>
    /// <exception cref="DatasetException">The data set could not make an element.</exception>
    /// <remarks>Let the data set end with <c>Prefetch(2)</c>, so that batches are made while steps run. Keras: <c>Model.fit</c> on a <c>tf.data.Dataset</c>.</remarks>
    /// <example><code>
    /// var data = Dataset.FromTensors(images, labels).Shuffle(60000, seed: 1).Batch(128).Map(new RandomFlip("horizontal")).Prefetch(2);
    /// model.Fit(data, epochs: 5);
    /// </code></example>
    public History Fit(
        Dataset<Batch> data,
        int epochs = 1,
        int verbose = 1,
        IEnumerable<Callback>? callbacks = null,
        Dataset<Batch>? validationData = null,
        IReadOnlyDictionary<int, double>? classWeight = null,
        int initialEpoch = 0,
        int? stepsPerEpoch = null,
        int? validationSteps = null,
        ValidationFrequency? validationFreq = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        var trainer = Compiled("Fit");
        FitArguments.Check(batchSize: 1, epochs, verbose, validationSplit: 0);
        FitArguments.CheckSteps(initialEpoch, stepsPerEpoch, validationSteps);
        CheckEnds(data, stepsPerEpoch, nameof(data), nameof(stepsPerEpoch));
        if (validationData is not null)
            CheckEnds(validationData, validationSteps, nameof(validationData), nameof(validationSteps));
        using var feed = new DatasetFeed(this, trainer, data, nameof(data), classWeight);
        using var validation = validationData is null
            ? null
            : new DatasetFeed(this, trainer, validationData, nameof(validationData));
        var plan = new FitPlan
        {
            Epochs = epochs,
            InitialEpoch = initialEpoch,
            StepsPerEpoch = stepsPerEpoch,
            Validation = validation,
            ValidationSteps = validationSteps,
            ValidationFrequency = validationFreq ?? 1,
        };
        return new FitLoop(this, trainer, verbose, cancellationToken).Fit(feed, plan, callbacks ?? []);
    }

    /// <summary>Loss and metrics of the model on a data set of batches.</summary>
    /// <param name="data">Inputs, targets and, where wanted, sample weights.</param>
    /// <param name="verbose">0: silent; 1: a progress line; 2: one line.</param>
    /// <param name="steps">How many batches are evaluated on, from the first; by default all.</param>
    /// <param name="callbacks">Called at the beginning and end of the evaluation and of its batches.</param>
    /// <param name="cancellationToken">Ends the evaluation between two steps.</param>
    /// <returns>The results by name, <c>"loss"</c> among them.</returns>
    /// <exception cref="InvalidOperationException">The model has not been compiled.</exception>
    /// <exception cref="ArgumentException">A batch does not fit the model, or holds NaN; or the data never end and no number of steps came.</exception>
    /// <exception cref="DatasetException">The data set could not make an element.</exception>
    public IReadOnlyDictionary<string, double> Evaluate(
        Dataset<Batch> data,
        int verbose = 1,
        int? steps = null,
        IEnumerable<Callback>? callbacks = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        var trainer = Compiled("Evaluate");
        FitArguments.Check(batchSize: 1, epochs: 1, verbose, validationSplit: 0);
        FitArguments.CheckAtLeastOne(steps, nameof(steps));
        CheckEnds(data, steps, nameof(data), nameof(steps));
        using var feed = new DatasetFeed(this, trainer, data, nameof(data));
        return new FitLoop(this, trainer, verbose, cancellationToken).Evaluate(feed, steps, callbacks ?? []);
    }

    /// <summary>The model's output for every example of a data set of batches; targets are passed over.</summary>
    /// <param name="data">Inputs.</param>
    /// <param name="verbose">0: silent; 1: a progress line.</param>
    /// <param name="steps">How many batches are computed, from the first; by default all.</param>
    /// <param name="callbacks">Called at the beginning and end of the work and of its batches.</param>
    /// <param name="cancellationToken">Ends the work between two batches.</param>
    /// <returns>A tensor whose first dimension counts the examples.</returns>
    /// <exception cref="ArgumentException">A batch does not fit the model, or holds NaN; there is none; or the data never end and no number of steps came.</exception>
    /// <exception cref="InvalidOperationException">The model has several outputs; predict batch by batch.</exception>
    /// <exception cref="DatasetException">The data set could not make an element.</exception>
    public Tensor<float> Predict(
        Dataset<Batch> data,
        int verbose = 0,
        int? steps = null,
        IEnumerable<Callback>? callbacks = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        FitArguments.Check(batchSize: 1, epochs: 1, verbose, validationSplit: 0);
        FitArguments.CheckAtLeastOne(steps, nameof(steps));
        CheckEnds(data, steps, nameof(data), nameof(steps));
        var bar = new ProgressBar(ProgressOutput.Console(), steps, verbose);
        var list = new CallbackList(callbacks ?? [], this);
        var parts = new List<Tensor<float>>();
        list.OnPredictBegin();
        using var batches = data.Open(pass: 0);
        while ((steps is null || parts.Count < steps) && batches.MoveNext())
        {
            list.OnPredictBatchBegin(parts.Count);
            parts.Add(
                Predict(
                    batches.Current.X,
                    (int)Math.Max(1, batches.Current.Count),
                    cancellationToken: cancellationToken
                )
            );
            list.OnPredictBatchEnd(parts.Count - 1);
            if (bar.Step(parts.Count))
                bar.Draw([]);
        }
        if (parts.Count == 0)
            throw new ArgumentException(
                "The data to predict for gave no batch; at least one was expected. Check how the data are made, filtered or split."
            );
        bar.Finish(parts.Count, []);
        list.OnPredictEnd();
        return parts.Count == 1 ? parts[0] : Tensor.ConcatenateOnDimension(0, [.. parts]);
    }

    private static void CheckEnds(Dataset<Batch> data, int? steps, string argument, string stepsArgument)
    {
        if (data.IsInfinite && steps is null)
            throw new ArgumentException(
                $"{argument} never ends, and {stepsArgument} did not come; one of the two must tell when to stop. Give {stepsArgument}, or leave Repeat() out."
            );
    }
}
