namespace Kerasharp.Initializers;

/// <summary>Values from a user's function.</summary>
internal sealed class FunctionInitializer(Func<long[], float[]> function) : Initializer
{
    /// <inheritdoc/>
    public override void Fill(Span<float> values, ReadOnlySpan<long> shape, RandomSource random)
    {
        var given = function(shape.ToArray());
        if (given is null || given.Length != values.Length)
            throw new InvalidOperationException(
                $"The initializer's function gave {(given is null ? "null" : FormattableString.Invariant($"{given.Length} values"))} "
                    + FormattableString.Invariant(
                        $"for a weight of shape {ShapeText.Of(shape)}, which holds {values.Length}. "
                    )
                    + "Make it give one value for each element."
            );
        given.CopyTo(values);
    }
}
