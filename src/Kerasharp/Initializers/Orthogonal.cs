using System.Numerics.Tensors;

namespace Kerasharp.Initializers;

/// <summary>
/// A random matrix whose columns (or rows, where there are fewer of them) are orthogonal and of length <c>gain</c>, after Saxe and
/// others (2014). A weight with more axes is taken as a matrix whose columns are its last axis. Keras: <c>orthogonal</c>.
/// </summary>
/// <param name="gain">The length of the orthogonal vectors.</param>
/// <param name="seed">A seed of its own; null to draw from the model's stream.</param>
public sealed class Orthogonal(double gain = 1, int? seed = null) : RandomInitializer(seed)
{
    /// <summary>The length of the orthogonal vectors.</summary>
    public double Gain { get; } = gain;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shape has fewer than two axes.</exception>
    protected override void Draw(Span<float> values, ReadOnlySpan<long> shape, RandomSource random)
    {
        if (shape.Length < 2)
            throw new ArgumentException(
                $"A weight of shape {ShapeText.Of(shape)} came to the initializer Orthogonal, which needs two axes or more. "
                    + "Take another initializer for this weight, such as \"zeros\".",
                nameof(shape)
            );
        if (values.IsEmpty)
            return;
        var columns = checked((int)shape[^1]);
        var rows = values.Length / columns;
        var count = Math.Min(rows, columns);
        var length = Math.Max(rows, columns);

        var vectors = new double[count * length];
        Orthogonalize(vectors, count, length, random);

        // The vectors are the columns of a high matrix and the rows of a wide one.
        for (var i = 0; i < values.Length; i++)
        {
            var (row, column) = (i / columns, i % columns);
            values[i] = (float)(
                Gain * (rows >= columns ? vectors[(column * length) + row] : vectors[(row * length) + column])
            );
        }
    }

    // Gram and Schmidt's process on normal random vectors; it gives the Q of the QR decomposition whose R has a positive diagonal,
    // which makes Q uniform.
    private static void Orthogonalize(double[] vectors, int count, int length, RandomSource random)
    {
        for (var i = 0; i < count; i++)
        {
            var vector = vectors.AsSpan(i * length, length);
            DrawNormal(vector, random);
            var before = TensorPrimitives.Norm<double>(vector);
            while (true)
            {
                for (var k = 0; k < i; k++)
                {
                    ReadOnlySpan<double> earlier = vectors.AsSpan(k * length, length);
                    var share = TensorPrimitives.Dot(vector, earlier);
                    TensorPrimitives.MultiplyAdd(earlier, -share, vector, vector);
                }
                // Where much was taken away, rounding errors weigh more in what is left: once more then.
                var after = TensorPrimitives.Norm<double>(vector);
                if (after == 0)
                    DrawNormal(vector, random);
                var enough = after > before / 2;
                before = after;
                if (enough)
                    break;
            }
            TensorPrimitives.Divide(vector, before, vector);
        }
    }

    private static void DrawNormal(Span<double> vector, RandomSource random)
    {
        foreach (ref var number in vector)
            number = random.NextNormal();
    }
}
