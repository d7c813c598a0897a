using System.Globalization;

namespace Kerasharp.Data;

/// <summary>
/// Some examples together, as a model takes them: in every array the first dimension counts the examples. <c>Fit</c>, <c>Evaluate</c> and
/// <c>Predict</c> take a <see cref="Dataset{T}"/> of these.
/// </summary>
/// <param name="X">The inputs.</param>
/// <param name="Y">The targets, if there are any.</param>
/// <param name="SampleWeight">How much each example counts, if they do not count alike.</param>
/// <example><code>
/// var batch = new Batch(new float[32, 784], new int[32]);
/// var brighter = batch with { X = Brighten(batch.X[0].ToTensor&lt;float&gt;()) };
/// </code></example>
public sealed record Batch(TensorDataList X, TensorDataList? Y = null, TensorDataList? SampleWeight = null)
{
    /// <summary>The inputs.</summary>
    public TensorDataList X { get; init; } = X ?? throw new ArgumentNullException(nameof(X));

    /// <summary>The number of examples.</summary>
    public long Count => X.Count == 0 ? 0 : X[0].Count;

    /// <summary>The types and shapes: <c>x: Float32 (32, 784), y: Int32 (32,)</c>.</summary>
    public override string ToString() => ArrayText.Of(("x", X), ("y", Y), ("sampleWeight", SampleWeight));
}
