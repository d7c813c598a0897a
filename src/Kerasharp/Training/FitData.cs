using Kerasharp.Data;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Training;

/// <summary>Arrays that have been checked against the model and one another: nothing native has run yet, nothing has changed.</summary>
internal sealed class FitData
{
    private FitData(TensorDataList x, TensorDataList y, TensorData? weights)
    {
        X = x;
        Y = y;
        Weights = weights;
        Types = new BatchTypes(x, y, weights is not null);
    }

    public TensorDataList X { get; }

    public TensorDataList Y { get; }

    /// <summary>How much each example counts, float32; null where all count alike.</summary>
    public TensorData? Weights { get; }

    public long Count => X[0].Count;

    public BatchTypes Types { get; }

    /// <summary>Checks arrays for training or evaluation.</summary>
    /// <param name="model">The model.</param>
    /// <param name="trainer">Its losses.</param>
    /// <param name="inputs">The inputs, and what they are called in messages.</param>
    /// <param name="targets">The targets, likewise.</param>
    /// <param name="sampleWeight">How much each example counts.</param>
    public static FitData Check(
        Model model,
        Trainer trainer,
        (string Name, TensorDataList Data) inputs,
        (string Name, TensorDataList Data) targets,
        TensorData? sampleWeight
    )
    {
        ArgumentNullException.ThrowIfNull(targets.Data, targets.Name);
        bool isFirst = model.Inputs.Count == 0;
        try
        {
            var x = CheckInputs(model, inputs.Name, inputs.Data);
            var y = targets.Data.InOrderOf(targets.Name, model.OutputNames);
            DataChecks.Examples(x, y, sampleWeight is null ? null : [sampleWeight], inputs.Name, targets.Name);
            DataChecks.NoNaN(targets.Name, y);
            model.EnsureWeights();
            trainer.CheckWeights();
            var outputs = model.OutputShapes();
            for (int i = 0; i < y.Count; i++)
                trainer.Losses[i].CheckTargets(y.Label(targets.Name, i), y[i], outputs[i]);
            return new FitData(x, y, sampleWeight is null ? null : (TensorData)SampleWeights.Read(sampleWeight));
        }
        catch when (isFirst)
        {
            model.ForgetInputs();
            throw;
        }
    }

    /// <summary>The same examples, each counted by its class too. What is validated on is not, as in Keras.</summary>
    public FitData Weighted(IReadOnlyDictionary<int, double> classWeight)
    {
        if (Y.Count > 1)
        {
            throw new ArgumentException(
                $"Class weights came for a model with {Y.Count} outputs; they mean the classes of one. Give sample weights instead."
            );
        }
        return new FitData(X, Y, SampleWeights.Product(ClassWeights.For("y", Y[0], classWeight), Weights));
    }

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

    private FitData Rows(long start, long count) =>
        new(X.Rows(start, count), Y.Rows(start, count), Weights?.Rows(start, count));
}
