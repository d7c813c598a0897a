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
    public static FitData Check(
        Model model,
        Trainer trainer,
        TensorDataList x,
        TensorDataList y,
        TensorData? sampleWeight,
        IReadOnlyDictionary<int, double>? classWeight
    )
    {
        ArgumentNullException.ThrowIfNull(y);
        x = CheckInputs(model, x);
        y = y.InOrderOf("y", model.OutputNames);
        DataChecks.Examples(x, y, sampleWeight is null ? null : [sampleWeight]);
        DataChecks.NoNaN("y", y);
        model.EnsureWeights();
        var outputs = model.OutputShapes();
        for (int i = 0; i < y.Count; i++)
            trainer.Losses[i].CheckTargets(y.Label("y", i), y[i], outputs[i]);
        if (classWeight is not null && y.Count > 1)
        {
            throw new ArgumentException(
                $"Class weights came for the model '{model.Name}' with {y.Count} outputs; they mean the classes of one. Give sample weights instead."
            );
        }
        float[]? weights = sampleWeight is null ? null : SampleWeights.Read(sampleWeight);
        if (classWeight is not null)
            weights = SampleWeights.Product(ClassWeights.For("y", y[0], classWeight), weights);
        return new FitData(x, y, weights is null ? null : (TensorData)weights);
    }

    /// <summary>Checks a model's inputs; a model without an Input learns from them what it takes.</summary>
    public static TensorDataList CheckInputs(Model model, TensorDataList x)
    {
        ArgumentNullException.ThrowIfNull(x);
        DataChecks.Examples(x);
        DataChecks.NoNaN("x", x);
        model.EnsureInputs(x);
        x = x.InOrderOf("x", model.Inputs.Select(i => i.Name).ToArray());
        for (int i = 0; i < x.Count; i++)
            model.Inputs[i].Check(model.Name, x[i].Shape);
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

    private FitData Rows(long start, long count) => new(X.Rows(start, count), Y.Rows(start, count), Weights?.Rows(start, count));
}
