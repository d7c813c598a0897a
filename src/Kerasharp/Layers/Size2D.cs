namespace Kerasharp.Layers;

/// <summary>
/// A height and a width: of a window, of its steps. One number converts to a square, a pair or an array of two to both, so that
/// <c>kernelSize: 3</c> and <c>kernelSize: (3, 5)</c> both work.
/// </summary>
/// <param name="Height">Along the second axis of (batch, height, width, channels).</param>
/// <param name="Width">Along the third axis.</param>
public readonly record struct Size2D(int Height, int Width)
{
    /// <summary>The same along both axes.</summary>
    public static implicit operator Size2D(int size) => new(size, size);

    /// <summary>Height, then width.</summary>
    public static implicit operator Size2D((int Height, int Width) size) => new(size.Height, size.Width);

    /// <summary>Height, then width.</summary>
    /// <exception cref="ArgumentException">There are not two numbers.</exception>
    public static implicit operator Size2D(int[] size)
    {
        ArgumentNullException.ThrowIfNull(size);
        return size.Length == 2
            ? new(size[0], size[1])
            : throw new ArgumentException(
                $"A size of {size.Length} numbers came for two dimensions; two were expected. Give (height, width), or one number for both."
            );
    }

    /// <summary>As Keras writes it: <c>(3, 5)</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"({Height}, {Width})");

    internal long[] ToArray() => [Height, Width];
}
