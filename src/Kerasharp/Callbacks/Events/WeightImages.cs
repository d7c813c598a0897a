using Kerasharp.Datasets;

namespace Kerasharp.Callbacks.Events;

/// <summary>Weights as pictures, black the least number and white the greatest.</summary>
internal readonly record struct WeightImages(int Width, int Height, IReadOnlyList<byte[]> Pictures)
{
    // As many as tf.summary.image keeps.
    private const int Most = 3;

    /// <summary>
    /// The pictures of a weight, its axes of size 1 left out: a vector is a column, a matrix lies on its longer side, of three axes (rows,
    /// columns, k) there is a gray picture for each k, of four (rows, columns, 3 or 4, k) a coloured one; three pictures at most. Null
    /// where there is none.
    /// </summary>
    public static WeightImages? Of(ReadOnlySpan<double> elements, IReadOnlyList<long> shape)
    {
        int[] dims = [.. shape.Where(d => d != 1).Select(d => (int)d)];
        if (dims.Contains(0))
            return null;
        switch (dims)
        {
            case [var rows]:
                return Gray(elements, rows, 1, (row, _, _) => row, 1);
            case [var rows, var columns] when rows > columns:
                return Gray(elements, columns, rows, (row, column, _) => column * columns + row, 1);
            case [var rows, var columns]:
                return Gray(elements, rows, columns, (row, column, _) => row * columns + column, 1);
            case [var rows, var columns, var count]:
                return Gray(elements, rows, columns, (row, column, k) => (row * columns + column) * count + k, count);
            case [var rows, var columns, (3 or 4) and var channels, var count]:
                return Drawn(
                    elements,
                    rows,
                    columns,
                    channels,
                    (row, column, channel, k) => ((row * columns + column) * channels + channel) * count + k,
                    count
                );
            default:
                return null;
        }
    }

    private static WeightImages Gray(
        ReadOnlySpan<double> elements,
        int rows,
        int columns,
        Func<int, int, int, int> place,
        int count
    ) => Drawn(elements, rows, columns, 1, (row, column, _, k) => place(row, column, k), count);

    private static WeightImages Drawn(
        ReadOnlySpan<double> elements,
        int rows,
        int columns,
        int channels,
        Func<int, int, int, int, int> place,
        int count
    )
    {
        var (least, greatest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (double element in elements)
        {
            if (!double.IsFinite(element))
                continue;
            least = Math.Min(least, element);
            greatest = Math.Max(greatest, element);
        }
        double scale = greatest > least ? 255 / (greatest - least) : 0;
        var pictures = new List<byte[]>();
        var pixels = new byte[rows * columns * channels];
        for (int k = 0; k < Math.Min(count, Most); k++)
        {
            int next = 0;
            for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
            for (int channel = 0; channel < channels; channel++)
            {
                double element = elements[place(row, column, channel, k)];
                pixels[next++] = double.IsFinite(element) ? (byte)Math.Round((element - least) * scale) : (byte)0;
            }
            pictures.Add(PngFile.Encode(pixels, rows, columns, channels));
        }
        return new WeightImages(columns, rows, pictures);
    }
}
