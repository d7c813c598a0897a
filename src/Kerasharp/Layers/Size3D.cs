namespace Kerasharp.Layers;

/// <summary>
/// A depth, a height and a width: of a window, of its steps. One number converts to a cube, a triple or an array of three to all.
/// </summary>
/// <param name="Depth">Along the second axis of (batch, depth, height, width, channels).</param>
/// <param name="Height">Along the third axis.</param>
/// <param name="Width">Along the fourth axis.</param>
public readonly record struct Size3D(int Depth, int Height, int Width)
{
    /// <summary>The same along all three axes.</summary>
    public static implicit operator Size3D(int size) => new(size, size, size);

    /// <summary>Depth, height, width.</summary>
    public static implicit operator Size3D((int Depth, int Height, int Width) size) =>
        new(size.Depth, size.Height, size.Width);

    /// <summary>Depth, height, width.</summary>
    /// <exception cref="ArgumentException">There are not three numbers.</exception>
    public static implicit operator Size3D(int[] size)
    {
        ArgumentNullException.ThrowIfNull(size);
        return size.Length == 3
            ? new(size[0], size[1], size[2])
            : throw new ArgumentException(
                $"A size of {size.Length} numbers came for three dimensions; three were expected. Give (depth, height, width), or one number for all."
            );
    }

    /// <summary>As Keras writes it: <c>(3, 5, 5)</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"({Depth}, {Height}, {Width})");

    internal long[] ToArray() => [Depth, Height, Width];
}
