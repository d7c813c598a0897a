using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Tests.Gradients;

/// <summary>Random shapes and numbers for tests, all from one seed.</summary>
internal sealed class Draw(int seed)
{
    private readonly Random _random = new(seed);

    public int Int(int least, int greatest) => _random.Next(least, greatest + 1);

    public double Number(double least, double greatest) => least + (greatest - least) * _random.NextDouble();

    public bool Chance(double probability = 0.5) => _random.NextDouble() < probability;

    public T Of<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    /// <summary>Some of the numbers 0 to count - 1, at least so many, in any order.</summary>
    public int[] Some(int count, int least = 1)
    {
        int[] all = Enumerable.Range(0, count).ToArray();
        _random.Shuffle(all);
        return all[..Int(Math.Min(least, count), count)];
    }

    /// <summary>Some axes in any order, some of them counted from the last.</summary>
    public long[] Axes(int rank, int least = 1) =>
        Array.ConvertAll(Some(rank, least), a => Chance(0.3) ? a - (long)rank : a);

    /// <summary>An order of axes.</summary>
    public int[] Order(int rank) => Some(rank, rank);

    public long[] Dims(int leastRank = 0, int greatestRank = 4, int greatestSize = 3, int leastSize = 1)
    {
        var dims = new long[Int(leastRank, greatestRank)];
        for (int i = 0; i < dims.Length; i++)
            dims[i] = Int(leastSize, greatestSize);
        return dims;
    }

    /// <summary>Shapes that broadcast with each other: dimensions missing in front, or of size one.</summary>
    public long[][] Broadcasting(int count)
    {
        long[] whole = Dims();
        return Enumerable.Range(0, count).Select(_ => Narrowed(whole)).ToArray();
    }

    /// <summary>A shape that broadcasts to another.</summary>
    public long[] Narrowed(long[] whole)
    {
        long[] dims = whole[(Chance(0.3) ? Int(0, whole.Length) : 0)..];
        return Array.ConvertAll(dims, d => Chance(0.25) ? 1 : d);
    }

    public ConstantTensor Normal(params long[] dims) =>
        Make(
            dims,
            _ => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble())
        );

    public ConstantTensor Uniform(double least, double greatest, params long[] dims) =>
        Make(dims, _ => Number(least, greatest));

    /// <summary>Numbers of either sign, none near zero.</summary>
    public ConstantTensor OffZero(params long[] dims) => Make(dims, _ => Number(0.2, 2) * (Chance() ? 1 : -1));

    /// <summary>Numbers of which no two are near each other, nor any near a multiple of a tenth less a twentieth.</summary>
    public ConstantTensor Distinct(params long[] dims)
    {
        int[] order = Order((int)Count(dims));
        return Make(dims, i => (order[i] - order.Length / 2) * 0.1 + Number(-0.03, 0.03));
    }

    /// <summary>Small whole numbers, so that equal ones are frequent.</summary>
    public ConstantTensor Tied(params long[] dims) => Make(dims, _ => Int(-1, 1));

    public ConstantTensor Indices(int size, long[] dims, bool fromEnd = false) =>
        ConstantTensor.Of<long>(
            Enumerable.Range(0, (int)Count(dims)).Select(_ => (long)Int(fromEnd ? -size : 0, size - 1)).ToArray(),
            dims
        );

    public ConstantTensor Truths(params long[] dims) =>
        ConstantTensor.Of<bool>(Enumerable.Range(0, (int)Count(dims)).Select(_ => Chance()).ToArray(), dims);

    private static ConstantTensor Make(long[] dims, Func<int, double> number) =>
        ConstantTensor.Of<double>(Enumerable.Range(0, (int)Count(dims)).Select(number).ToArray(), dims);

    private static long Count(long[] dims) => dims.Aggregate(1L, (product, d) => product * d);
}
