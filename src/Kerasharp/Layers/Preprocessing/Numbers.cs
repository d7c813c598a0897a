using System.Text.Json.Nodes;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Layers;

/// <summary>A number, or numbers in an array of any rank, as an argument. Numbers and .NET arrays convert to it.</summary>
/// <example><code>new Normalization(mean: 3.0, variance: 2.0)
/// new Normalization(mean: new[] { 3.0, 1.5 }, variance: new[] { 2.0, 0.5 })</code></example>
public sealed class Numbers
{
    private readonly double[] _values;

    private Numbers(double[] values, params ReadOnlySpan<long> dims)
    {
        _values = values;
        Shape = Shape.Of(dims);
    }

    /// <summary>The dimensions; none for a single number.</summary>
    public Shape Shape { get; }

    /// <summary>The numbers, the last axis running fastest.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <summary>A single number.</summary>
    public static implicit operator Numbers(double number) => new([number]);

    /// <summary>A vector.</summary>
    public static implicit operator Numbers(double[] numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        return new([.. numbers], numbers.Length);
    }

    /// <summary>A vector.</summary>
    public static implicit operator Numbers(float[] numbers) => Array.ConvertAll(numbers, n => (double)n);

    /// <summary>A matrix.</summary>
    public static implicit operator Numbers(double[,] numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        return new([.. numbers.Cast<double>()], numbers.GetLength(0), numbers.GetLength(1));
    }

    /// <summary>An array of three dimensions.</summary>
    public static implicit operator Numbers(double[,,] numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        return new([.. numbers.Cast<double>()], numbers.GetLength(0), numbers.GetLength(1), numbers.GetLength(2));
    }

    /// <summary>The numbers stretched to a shape to which they broadcast, or null where they do not.</summary>
    internal double[]? Broadcast(long[] dims)
    {
        int offset = dims.Length - Shape.Rank;
        if (offset < 0)
            return null;
        for (int i = 0; i < Shape.Rank; i++)
            if (Shape[i].Value != 1 && Shape[i].Value != dims[i + offset])
                return null;
        var stretched = new double[Shape.Of(dims).ElementCount];
        for (int place = 0; place < stretched.Length; place++)
        {
            long rest = place;
            long source = 0;
            long stride = 1;
            for (int i = dims.Length - 1; i >= offset; i--)
            {
                long size = Shape[i - offset].Value;
                source += size == 1 ? 0 : rest % dims[i] * stride;
                stride *= size;
                rest /= dims[i];
            }
            stretched[place] = _values[source];
        }
        return stretched;
    }

    /// <summary>As Keras writes it: a number, or lists of lists of them.</summary>
    internal JsonNode ToJson()
    {
        int at = 0;
        return Write(0);

        JsonNode Write(int axis) =>
            axis == Shape.Rank
                ? JsonValue.Create(_values[at++])
                : new JsonArray([
                    .. Enumerable.Range(0, (int)Shape[axis].Value).Select(_ => (JsonNode?)Write(axis + 1)),
                ]);
    }

    /// <summary>From what Keras writes.</summary>
    internal static Numbers FromJson(JsonNode node)
    {
        var dims = new List<long>();
        for (JsonNode? at = node; at is JsonArray list; at = list.Count > 0 ? list[0] : null)
            dims.Add(list.Count);
        var values = new List<double>();
        Read(node, 0);
        return new([.. values], [.. dims]);

        void Read(JsonNode? from, int axis)
        {
            if (axis == dims.Count)
            {
                values.Add(from is JsonValue value ? Convert(value) : throw new FormatException());
                return;
            }
            if (from is not JsonArray list || list.Count != dims[axis])
                throw new FormatException();
            foreach (var item in list)
                Read(item, axis + 1);
        }

        static double Convert(JsonValue value) =>
            value.TryGetValue(out double number) ? number
            : value.TryGetValue(out long whole) ? whole
            : value.TryGetValue(out int small) ? small
            : throw new FormatException();
    }

    /// <summary>The dimensions, for messages.</summary>
    public override string ToString() => $"numbers of shape {Shape}";
}
