using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>
/// An Einsum's equation with everything written out: a letter for each dimension of each operand and of the result. An ellipsis has
/// become letters, its last dimensions in line with those of the other operands' ellipses; a result that was left out is there.
/// </summary>
internal sealed class EinsumEquation
{
    private const string Ellipsis = "...";
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private readonly Node _node;
    private readonly string _text;
    private readonly Dictionary<char, Dim> _sizes = [];

    private EinsumEquation(Node node)
    {
        _node = node;
        _text = node.Attributes.String("equation").Replace(" ", "", StringComparison.Ordinal);
        string[] sides = _text.Split("->");
        string[] operands = sides[0].Split(',');
        if (sides.Length > 2 || operands.Length != node.Inputs.Count)
            throw Wrong(
                $"{node.Inputs.Count} operands",
                $"an equation names as many, with commas between them and at most one '->'"
            );
        string unused = new(Alphabet.Except(_text).ToArray());
        int broadcast = 0;
        for (int i = 0; i < operands.Length; i++)
            broadcast = Math.Max(broadcast, CoveredByEllipsis(operands[i], node.Input(i)));
        if (broadcast > unused.Length)
            throw Wrong($"an ellipsis of {broadcast} dimensions", $"the {Alphabet.Length} letters have to suffice");
        string covered = unused[..broadcast];
        Operands = new string[operands.Length];
        for (int i = 0; i < operands.Length; i++)
            Operands[i] = operands[i]
                .Replace(Ellipsis, covered[(broadcast - CoveredByEllipsis(operands[i], node.Input(i)))..]);
        for (int i = 0; i < operands.Length; i++)
            Measure(Operands[i], node.Input(i).Shape);
        Result = sides.Length == 2 ? Explicit(sides[1], sides[0], covered) : covered + Once(sides[0]);
    }

    /// <summary>The letters of each operand's dimensions.</summary>
    public string[] Operands { get; }

    /// <summary>The letters of the result's dimensions.</summary>
    public string Result { get; }

    /// <summary>The equation of a node, held against its inputs.</summary>
    public static EinsumEquation Of(Node node) => new(node);

    /// <summary>The size for which a letter stands, of those that broadcast the larger one.</summary>
    public Dim Size(char letter) => _sizes[letter];

    /// <summary>Whether a dimension of an operand is one where its letter stands for more.</summary>
    public bool Broadcasts(int operand, int axis) =>
        _node.Input(operand).Shape[axis].IsOne && !_sizes[Operands[operand][axis]].IsOne;

    /// <summary>
    /// Whether the runtime takes the equation as it stands. It refuses capital letters without a result and ellipses of different
    /// lengths, and infers a wrong shape where the first of several dimensions that broadcast is the one.
    /// </summary>
    public bool IsPlain() =>
        _text.Contains("->", StringComparison.Ordinal)
        && !_text.Contains('.', StringComparison.Ordinal)
        && !Operands.Where((letters, i) => letters.Where((_, axis) => Broadcasts(i, axis)).Any()).Any();

    private static string Letters(string part) => part.Replace(Ellipsis, "", StringComparison.Ordinal);

    private int CoveredByEllipsis(string operand, Value value)
    {
        string letters = Letters(operand);
        bool open = operand.Length == letters.Length + Ellipsis.Length;
        if (operand.Length > letters.Length + Ellipsis.Length || !letters.All(char.IsAsciiLetter))
            throw Wrong(
                $"'{operand}' for an operand",
                "letters a-z and A-Z, and at most one '...', stand for its dimensions"
            );
        if (letters.Length > value.Rank || (letters.Length < value.Rank && !open))
            throw Wrong(
                $"'{operand}' for an operand of shape {value.Shape}",
                $"{(open ? "at most " : "")}a letter for each of its {value.Rank} dimensions was expected"
            );
        return value.Rank - letters.Length;
    }

    private void Measure(string letters, Shape shape)
    {
        for (int i = 0; i < letters.Length; i++)
        {
            char letter = letters[i];
            int first = letters.IndexOf(letter);
            // The dimensions of a diagonal are equal; those of different operands may broadcast.
            if (shape[i].IsKnown && shape[first].IsKnown && shape[i] != shape[first])
                throw Wrong(
                    $"sizes {shape[first]} and {shape[i]} for '{letter}' of '{letters}'",
                    "a letter that stands twice in an operand takes a diagonal, which needs equal sizes"
                );
            if (!_sizes.TryGetValue(letter, out var size) || size.IsOne || (!size.IsKnown && !shape[i].IsOne))
                _sizes[letter] = shape[i];
            else if (size.IsKnown && shape[i].IsKnown && !shape[i].IsOne && size != shape[i])
                throw Wrong(
                    $"sizes {size} and {shape[i]} for '{letter}'",
                    "a letter stands for one size, or for one and 1"
                );
        }
    }

    private string Explicit(string result, string operands, string covered)
    {
        string letters = Letters(result);
        bool open = result.Length > letters.Length;
        if (
            result.Length > letters.Length + Ellipsis.Length
            || !letters.All(char.IsAsciiLetter)
            || letters.Distinct().Count() != letters.Length
        )
            throw Wrong(
                $"'{result}' for the result",
                "letters a-z and A-Z, each once, and at most one '...' stand for its dimensions"
            );
        if (letters.FirstOrDefault(l => !operands.Contains(l, StringComparison.Ordinal)) is var unknown && unknown != 0)
            throw Wrong($"'{unknown}' in the result", "it has letters of the operands only");
        if (!open && operands.Contains(Ellipsis, StringComparison.Ordinal))
            throw Wrong("an ellipsis in an operand alone", "the result has one, too, or is left out");
        return result.Replace(Ellipsis, covered, StringComparison.Ordinal);
    }

    private static string Once(string operands) =>
        new(Alphabet.Where(letter => operands.Count(l => l == letter) == 1).ToArray());

    private GraphException Wrong(string came, string expected) =>
        new($"{_node} got {came} in the equation '{_text}'; {expected}. Change the equation or the operands.");
}
