using Kerasharp.Data;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Training;

/// <summary>Arrays that have been checked against the model and one another: nothing native has run yet, nothing has changed.</summary>
internal sealed class FitData
{
    private FitData(TensorDataList x, IReadOnlyList<OutputData> outputs)
    {
        X = x;
        Outputs = outputs;
        Types = new BatchTypes(x, outputs);
    }

    public TensorDataList X { get; }

    /// <summary>Targets and weights of the outputs that have a loss or a metric, in order.</summary>
    public IReadOnlyList<OutputData> Outputs { get; }

    public long Count => X[0].Count;

    public BatchTypes Types { get; }

    /// <summary>Checks arrays for training or evaluation.</summary>
    /// <param name="model">The model.</param>
    /// <param name="trainer">Its losses.</param>
    /// <param name="inputs">The inputs, and what they are called in messages.</param>
    /// <param name="targets">The targets, likewise.</param>
    /// <param name="sampleWeight">How much each example counts, likewise: one array for all outputs, or one for each.</param>
    /// <param name="outputShapes">Gives the shapes of the model's outputs; by default they are found anew, by writing the model into a graph.</param>
    public static FitData Check(
        Model model,
        Trainer trainer,
        (string Name, TensorDataList Data) inputs,
        (string Name, TensorDataList Data) targets,
        (string Name, TensorDataList? Data) sampleWeight,
        Func<IReadOnlyList<Shape>>? outputShapes = null
    )
    {
        ArgumentNullException.ThrowIfNull(targets.Data, targets.Name);
        bool isFirst = model.Inputs.Count == 0;
        try
        {
            var x = CheckInputs(model, inputs.Name, inputs.Data);
            var y = Targets(model, trainer, targets);
            var weights = Weights(model, trainer, sampleWeight);
            DataChecks.Examples(x, targets.Data, sampleWeight.Data, inputs.Name, targets.Name, sampleWeight.Name);
            DataChecks.NoNaN(targets.Name, targets.Data);
            model.EnsureWeights();
            trainer.CheckWeights();
            var shapes = (outputShapes ?? model.OutputShapes)();
            foreach (var (index, (label, data)) in y)
                trainer.Losses[index]?.CheckTargets(label, data, OfAnyNumber(shapes[index]));
            foreach (var (index, weight) in weights)
                SampleWeights.Check(sampleWeight.Name, weight, OfAnyNumber(shapes[index]));
            return new FitData(
                x,
                [.. y.Select(o => new OutputData(o.Key, o.Value.Data, weights.GetValueOrDefault(o.Key)))]
            );
        }
        catch when (isFirst)
        {
            model.ForgetInputs();
            throw;
        }
    }

    /// <summary>An output's shape for all examples, where the model takes so many at once.</summary>
    private static Shape OfAnyNumber(Shape output) => output.Rank == 0 ? output : output.With(0, Dim.Batch);

    /// <summary>The same examples, each counted by its class too. What is validated on is not, as in Keras.</summary>
    public FitData Weighted(IReadOnlyDictionary<int, double> classWeight)
    {
        if (Outputs is not [var only])
        {
            throw new ArgumentException(
                $"Class weights came for a model with {Outputs.Count} outputs; they mean the classes of one. Give sample weights instead."
            );
        }
        TensorData weights = SampleWeights.Product(ClassWeights.For("y", only.Targets, classWeight), only.Weights);
        return new FitData(X, [only with { Weights = weights }]);
    }

    /// <summary>The same examples with the inputs as other arrays.</summary>
    public FitData WithInputs(TensorDataList x) => new(x, Outputs);

    /// <summary>Checks a model's inputs; a model without an Input learns from them what it takes.</summary>
    public static TensorDataList CheckInputs(Model model, string name, TensorDataList x)
    {
        ArgumentNullException.ThrowIfNull(x, name);
        DataChecks.Examples(x, xName: name);
        DataChecks.NoNaN(name, x);
        model.EnsureInputs(x);
        x = x.InOrderOf(name, model.Inputs.Select(i => i.Name).ToArray());
        for (int i = 0; i < x.Count; i++)
        {
            model.Inputs[i].Check(model.Name, x[i].Shape);
            DataChecks.Integers(x.Label(name, i), x[i], model.Inputs[i].ElementType);
        }
        var choices = model.Choices();
        for (int i = 0; i < x.Count; i++)
            if (choices[i] is var (rows, layer))
                DataChecks.Indices(x.Label(name, i), x[i], rows, layer);
        return x;
    }

    /// <summary>The examples from the end as data to validate on, as Keras splits: before any shuffling.</summary>
    public (FitData Train, FitData Validation) Split(double part)
    {
        long at = (long)Math.Floor(Count * (1 - part));
        if (at == 0 || at == Count)
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"A validation split of {part} of {Count} examples leaves {at} to train and {Count - at} to validate on; both need some. Change the split."
                )
            );
        }
        return (Rows(0, at), Rows(at, Count - at));
    }

    /// <summary>
    /// The targets of each output that needs them, and what they are called. An output without a loss and without metrics needs none:
    /// by name it may be left out, by order too if no output but the others has any.
    /// </summary>
    private static SortedDictionary<int, (string Label, TensorData Data)> Targets(
        Model model,
        Trainer trainer,
        (string Name, TensorDataList Data) given
    )
    {
        var (name, y) = given;
        int[] needed = [.. Enumerable.Range(0, model.OutputNames.Count).Where(trainer.NeedsTargets)];
        var result = new SortedDictionary<int, (string, TensorData)>();
        if (y.Names is null && y.Count == needed.Length)
        {
            for (int i = 0; i < needed.Length; i++)
                result.Add(needed[i], (y.Label(name, i), y[i]));
            return result;
        }
        string[] idle = y.Names is null
            ? []
            : [.. model.OutputNames.Where((n, i) => !trainer.NeedsTargets(i) && !y.Names.Contains(n))];
        var order = NamedItems.InOrder(
            "an array",
            name,
            [.. Enumerable.Range(0, y.Count), .. idle.Select(_ => -1)],
            y.Names is null ? null : [.. y.Names, .. idle],
            model.OutputNames
        );
        foreach (int output in needed)
            result.Add(output, (y.Label(name, order[output]), y[order[output]]));
        return result;
    }

    /// <summary>The weights of each output's examples; by name some outputs may be left out, whose examples then count alike.</summary>
    private static Dictionary<int, TensorData> Weights(
        Model model,
        Trainer trainer,
        (string Name, TensorDataList? Data) given
    )
    {
        var result = new Dictionary<int, TensorData>();
        if (given.Data is not { } list)
            return result;
        if (list.Count == 0)
            throw new ArgumentException(
                $"No array came as {given.Name}; one for all outputs or one for each was expected. Give one, or leave the argument out."
            );
        var read = list.Select((w, i) => SampleWeights.Read(list.Label(given.Name, i), w)).ToArray();
        int[] weighed = [.. Enumerable.Range(0, model.OutputNames.Count).Where(trainer.Weighs)];
        if (list is { Names: null, Count: 1 })
            return weighed.ToDictionary(i => i, _ => read[0]);
        if (list.Names is null && list.Count == weighed.Length)
            return Enumerable.Range(0, list.Count).ToDictionary(i => weighed[i], i => read[i]);
        string[] rest = list.Names is null ? [] : [.. model.OutputNames.Except(list.Names)];
        var order = NamedItems.InOrder(
            "an array",
            given.Name,
            [.. Enumerable.Range(0, list.Count), .. rest.Select(_ => -1)],
            list.Names is null ? null : [.. list.Names, .. rest],
            model.OutputNames
        );
        for (int output = 0; output < order.Length; output++)
        {
            if (order[output] < 0)
                continue;
            result.Add(output, read[order[output]]);
            if (!trainer.Weighs(output))
                throw new ArgumentException(
                    $"Sample weights came in {given.Name} for the output '{model.OutputNames[output]}', which has no loss to weigh. Leave them out, or give Compile a loss for it."
                );
        }
        return result;
    }

    private FitData Rows(long start, long count) =>
        new(X.Rows(start, count), [.. Outputs.Select(o => o.Rows(start, count))]);
}
