using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Sums of products over named dimensions.</summary>
internal static class Einsums
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "Einsum",
            Infer = Infer,
            Gradient = (n, dy) => Gradient(n, dy[0]!),
            Lacks = (n, _) => !EinsumEquation.Of(n).IsPlain(),
            Decompose = n => [Plain(n)],
        },
    ];

    private static TensorType[] Infer(Node n)
    {
        for (int i = 1; i < n.Inputs.Count; i++)
            Define.SameElements(n, n.Input(0), n.Input(i));
        var equation = EinsumEquation.Of(n);
        return [n.Input(0).Type with { Shape = new Shape(equation.Result.Select(equation.Size).ToArray()) }];
    }

    /// <summary>The same without ellipses and with a result; of dimensions that broadcast only those that are longer are named.</summary>
    private static Value Plain(Node n)
    {
        var equation = EinsumEquation.Of(n);
        var terms = new List<(string Letters, Value Value)>();
        for (int i = 0; i < n.Inputs.Count; i++)
        {
            string letters = equation.Operands[i];
            int[] ones = Enumerable.Range(0, letters.Length).Where(axis => equation.Broadcasts(i, axis)).ToArray();
            terms.Add(
                (
                    new string(letters.Where((_, axis) => !ones.Contains(axis)).ToArray()),
                    ones.Length == 0 ? n.Input(i) : Op.Squeeze(n.Input(i), Array.ConvertAll(ones, axis => (long)axis))
                )
            );
        }
        return Product(terms, equation.Result);
    }

    private static Value?[] Gradient(Node n, Value dy)
    {
        var equation = EinsumEquation.Of(n);
        return n.Inputs.Select((_, i) => (Value?)Gradient(n, equation, i, dy)).ToArray();
    }

    /// <summary>
    /// The sum of products with the operand's place taken by the result's gradient. Along a letter that neither the result nor
    /// another operand has, the gradient is everywhere the same, and stays a one; letters that the operand broadcast are summed.
    /// </summary>
    private static Value Gradient(Node n, EinsumEquation equation, int operand, Value dy)
    {
        string letters = equation.Operands[operand];
        var terms = new List<(string Letters, Value Value)> { (equation.Result, dy) };
        var others = Enumerable.Range(0, n.Inputs.Count).Where(i => i != operand).ToList();
        string had = equation.Result + string.Concat(others.Select(i => equation.Operands[i]));
        // Products are taken from left to right: each factor should share letters with those before it.
        while (others.Count > 0)
        {
            int next = others.MaxBy(i => equation.Operands[i].Count(l => terms.Exists(t => t.Letters.Contains(l))));
            others.Remove(next);
            terms.Add((equation.Operands[next], n.Input(next)));
        }
        bool[] kept = letters
            .Select((l, i) => had.Contains(l) && !equation.Broadcasts(operand, i) && letters.IndexOf(l) == i)
            .ToArray();
        var sum = Product(terms, new string(letters.Where((_, i) => kept[i]).ToArray()));
        long[] missing = Enumerable.Range(0, letters.Length).Where(i => !kept[i]).Select(i => (long)i).ToArray();
        if (missing.Length > 0)
            sum = Op.Unsqueeze(sum, missing);
        // A letter that stands twice took a diagonal: elsewhere the gradient is 0.
        for (int i = 0; i < letters.Length; i++)
            if (letters.IndexOf(letters[i]) is var first && first < i && n.Input(operand).Shape[i].Value > 1)
                sum = Op.Where(Op.Equal(Places(i), Places(first)), sum, sum.Like(0));
        return sum;

        Value Places(int axis)
        {
            var dims = new long[letters.Length];
            Array.Fill(dims, 1);
            dims[axis] = n.Input(operand).Shape[axis].Value;
            int[] places = Enumerable.Range(0, (int)dims[axis]).ToArray();
            return n.Graph.Constant(ConstantTensor.Of<int>(places, dims));
        }
    }

    private static Value Product(List<(string Letters, Value Value)> terms, string result) =>
        terms is [var (letters, only)] && letters == result
            ? only
            : Op.Einsum(
                $"{string.Join(',', terms.Select(t => t.Letters))}->{result}",
                terms.Select(t => t.Value).ToArray()
            );
}

public static partial class Op
{
    /// <summary>
    /// Products of the operands' elements, summed over the letters that the result lacks, as NumPy's einsum: "ij,jk->ik" is a matrix
    /// product, "ii->i" a diagonal, "...ij->...ji" transposes the matrices of a stack.
    /// </summary>
    /// <param name="equation">A letter for each dimension of each operand, then of the result; without a result, the letters that
    /// occur once, in the alphabet's order.</param>
    /// <param name="operands">The operands, of one element type.</param>
    public static Value Einsum(string equation, params ReadOnlySpan<Value> operands) =>
        operands[0].Graph.Emit("Einsum", new Attributes { { "equation", equation } }, [.. operands]);
}
