namespace Kerasharp.Data;

/// <summary>One example: arrays and numbers without a dimension for the batch. <c>Batch</c> puts samples together.</summary>
/// <param name="X">The inputs: a number, an array, several of them, or some by name.</param>
/// <param name="Y">The targets, if there are any.</param>
/// <param name="SampleWeight">How much the example counts, if not as much as all others.</param>
/// <example><code>
/// var sample = new Sample(new float[28, 28], 7);
/// var turned = sample with { X = Turn(sample.X[0].ToTensor&lt;float&gt;()) };
/// </code></example>
public sealed record Sample(SampleDataList X, SampleDataList? Y = null, SampleDataList? SampleWeight = null)
{
    /// <summary>The inputs.</summary>
    public SampleDataList X { get; init; } = X ?? throw new ArgumentNullException(nameof(X));

    /// <summary>The types and shapes: <c>x: Float32 (28, 28), y: Int32 ()</c>.</summary>
    public override string ToString() => ArrayText.Of(("x", X), ("y", Y), ("sampleWeight", SampleWeight));
}
