using System.Numerics.Tensors;
using Kerasharp;
using Kerasharp.Layers;
using Kerasharp.Looking;
using Kerasharp.Onnx.Graphs;

namespace Course;

/// <summary>
/// Attention step by step: each of four queries is compared with six keys, and gets the mean of six values, weighed by how well the keys fit.
/// By loops, by operations on tensors, and by two layers, which agree. Then masks: what must not be seen gets the weight 0.
/// </summary>
internal static class AttentionByHand
{
    private const int Queries = 4;
    private const int Keys = 6;
    private const int Size = 8;
    private const int ValueSize = 10;

    public static void Run(bool quick)
    {
        // Small enough to be quick in any case.
        _ = quick;
        var random = new Random(3);
        float[,,] q = Draw(random, Queries, Size);
        float[,,] k = Draw(random, Keys, Size);
        float[,,] v = Draw(random, Keys, ValueSize);

        Console.WriteLine($"queries 1x{Queries}x{Size}, keys 1x{Keys}x{Size}, values 1x{Keys}x{ValueSize}");
        var scores = Scores(q, k);
        Print("1. the scores: products of each query with each key, row by row", scores);
        var scaled = Map(scores, (_, _, s) => s / Math.Sqrt(Size));
        Print($"2. scaled by 1/sqrt({Size}), or long vectors would drown all keys but one", scaled);
        var weights = Softmax(scaled);
        Print("3. softmax of each row: weights, which sum to 1", weights, sums: true);
        var output = Weighed(weights, v);
        Print($"4. the values, summed by these weights: 1x{Queries}x{ValueSize}", output);

        Console.WriteLine("The same by other means, and the greatest difference from the loops:");
        Compare("operations", ByOperations(q, k, v), output);
        Compare("Attention", ByAttention(q, k, v), output);
        Compare("MultiHeadAttention, one head", ByOneHead(q, k, v), output);

        // A score of minus infinity becomes a weight of 0, and the others of its row share what it had.
        var causal = Softmax(Map(scaled, (i, j, s) => j <= i ? s : double.NegativeInfinity));
        var padded = Softmax(Map(scaled, (_, j, s) => j < Keys - 2 ? s : double.NegativeInfinity));
        Print("A causal mask: query i sees the keys up to i, nothing that comes later", causal, sums: true);
        Print("A padding mask: the last two keys are padding, which nobody sees", padded, sums: true);
        Console.WriteLine("The weights of the layer under these masks:");
        Compare("useCausalMask", MaskedWeights(q, k, v, isCausal: true), causal);
        Compare("valueMask", MaskedWeights(q, k, v, isCausal: false), padded);

        Chart("attention.svg", "all keys", weights);
        Chart("attention-causal.svg", "a causal mask", causal);
        Chart("attention-padding.svg", "two keys of padding", padded);
        Console.WriteLine("attention.svg, attention-causal.svg and attention-padding.svg were written.");
    }

    /// <summary>What each query has in common with each key.</summary>
    private static double[,] Scores(float[,,] q, float[,,] k)
    {
        var scores = new double[Queries, Keys];
        for (int i = 0; i < Queries; i++)
        for (int j = 0; j < Keys; j++)
        for (int n = 0; n < Size; n++)
            scores[i, j] += q[0, i, n] * k[0, j, n];
        return scores;
    }

    private static double[,] Softmax(double[,] scores)
    {
        var weights = Map(scores, (_, _, s) => Math.Exp(s));
        var sums = new double[scores.GetLength(0)];
        for (int i = 0; i < scores.GetLength(0); i++)
        for (int j = 0; j < scores.GetLength(1); j++)
            sums[i] += weights[i, j];
        return Map(weights, (i, _, w) => w / sums[i]);
    }

    private static double[,] Weighed(double[,] weights, float[,,] v)
    {
        var output = new double[Queries, ValueSize];
        for (int i = 0; i < Queries; i++)
        for (int j = 0; j < Keys; j++)
        for (int n = 0; n < ValueSize; n++)
            output[i, n] += weights[i, j] * v[0, j, n];
        return output;
    }

    private static Tensor<float> ByOperations(float[,,] q, float[,,] k, float[,,] v)
    {
        SymbolicTensor query = new Input(Queries, Size);
        SymbolicTensor key = new Input(Keys, Size);
        SymbolicTensor value = new Input(Keys, ValueSize);
        var scores = Ops.Matmul(query, Ops.Transpose(key, 0, 2, 1)) / Math.Sqrt(Size);
        var output = Ops.Matmul(Ops.Softmax(scores), value);
        using var model = new Model([query, key, value], output);
        return model.Predict([q, k, v]);
    }

    private static Tensor<float> ByAttention(float[,,] q, float[,,] k, float[,,] v)
    {
        SymbolicTensor query = new Input(Queries, Size);
        SymbolicTensor key = new Input(Keys, Size);
        SymbolicTensor value = new Input(Keys, ValueSize);
        // The layer does not scale by itself. A factor of the queries is one of the scores.
        var attended = new Attention().Apply(query / Math.Sqrt(Size), value, key);
        using var model = new Model([query, key, value], attended);
        return model.Predict([q, k, v]);
    }

    /// <summary>The layer puts a matrix before queries, keys, values and output; identities leave them as they are.</summary>
    private static Tensor<float> ByOneHead(float[,,] q, float[,,] k, float[,,] v)
    {
        SymbolicTensor query = new Input(Queries, Size);
        SymbolicTensor key = new Input(Keys, Size);
        SymbolicTensor value = new Input(Keys, ValueSize);
        var attention = new MultiHeadAttention(
            numHeads: 1,
            keyDim: Size,
            valueDim: ValueSize,
            outputShape: [ValueSize],
            useBias: false
        );
        using var model = new Model([query, key, value], attention.Apply(query, value, key));
        attention.SetWeights([
            Identity(Size, 1, Size),
            Identity(Size, 1, Size),
            Identity(ValueSize, 1, ValueSize),
            Identity(1, ValueSize, ValueSize),
        ]);
        return model.Predict([q, k, v]);
    }

    /// <summary>The weights that the layer gives out beside its output.</summary>
    private static Tensor<float> MaskedWeights(float[,,] q, float[,,] k, float[,,] v, bool isCausal)
    {
        SymbolicTensor query = new Input(Queries, Size);
        SymbolicTensor key = new Input(Keys, Size);
        SymbolicTensor value = new Input(Keys, ValueSize);
        SymbolicTensor counts = new Input(Keys) { ElementType = ElementType.Bool };
        var scaled = query / Math.Sqrt(Size);
        var (_, weights) = isCausal
            ? new Attention().ApplyWithScores(scaled, value, key, useCausalMask: true)
            : new Attention().ApplyWithScores(scaled, value, key, valueMask: counts);
        using var model = new Model(isCausal ? [query, key, value] : [query, key, value, counts], weights);
        bool[,] mask =
        {
            { true, true, true, true, false, false },
        };
        return isCausal ? model.Predict([q, k, v]) : model.Predict([q, k, v, mask]);
    }

    /// <summary>An identity matrix between the first and the last axis that are longer than 1.</summary>
    private static Tensor<float> Identity(params nint[] lengths)
    {
        int n = (int)lengths.Max();
        var values = new float[n * n];
        for (int i = 0; i < n; i++)
            values[i * n + i] = 1;
        return Tensor.Create(values, lengths);
    }

    private static float[,,] Draw(Random random, int count, int size)
    {
        var values = new float[1, count, size];
        for (int i = 0; i < count; i++)
        for (int n = 0; n < size; n++)
            values[0, i, n] = 2 * random.NextSingle() - 1;
        return values;
    }

    private static double[,] Map(double[,] table, Func<int, int, double, double> function)
    {
        var result = new double[table.GetLength(0), table.GetLength(1)];
        for (int i = 0; i < table.GetLength(0); i++)
        for (int j = 0; j < table.GetLength(1); j++)
            result[i, j] = function(i, j, table[i, j]);
        return result;
    }

    private static void Print(string title, double[,] table, bool sums = false)
    {
        Console.WriteLine(title);
        for (int i = 0; i < table.GetLength(0); i++)
        {
            double[] row = [.. Enumerable.Range(0, table.GetLength(1)).Select(j => table[i, j])];
            string cells = string.Concat(row.Select(c => FormattableString.Invariant($"{c, 7:F3}")));
            Console.WriteLine(sums ? FormattableString.Invariant($"  {cells}   sum {row.Sum():F3}") : $"  {cells}");
        }
    }

    private static void Compare(string name, Tensor<float> given, double[,] expected)
    {
        double[] byHand = [.. expected.Cast<double>()];
        var values = new float[given.FlattenedLength];
        given.FlattenTo(values);
        double difference = byHand.Zip(values, (a, b) => Math.Abs(a - b)).Max();
        Console.WriteLine(
            FormattableString.Invariant(
                $"  {name, -28} {string.Join('x', given.Lengths.ToArray())}  {difference:0.0e+0}{(difference < 1e-5 ? "" : "  DIFFERENT")}"
            )
        );
    }

    private static void Chart(string path, string title, double[,] weights) =>
        Charts.HeatMap(path, weights, title: title, xLabel: "key", yLabel: "query", greatest: 1);
}
