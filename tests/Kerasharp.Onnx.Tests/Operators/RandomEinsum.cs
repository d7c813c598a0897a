using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

/// <summary>A random equation, with what it means worked out by itself: sums over all values of all letters.</summary>
internal sealed class RandomEinsum
{
    private const string Pool = "bBaZkK";
    private readonly string[] _operands;
    private readonly string _result;
    private readonly Dictionary<char, int> _sizes = [];

    public RandomEinsum(Draw d)
    {
        char[] letters = Array.ConvertAll(d.Some(Pool.Length, 2), i => Pool[i]);
        // What an ellipsis covers is written in digits, counted from the last dimension.
        int covered = d.Chance(0.4) ? d.Int(1, 2) : 0;
        foreach (char letter in letters.Concat("10"))
            _sizes[letter] = d.Int(1, 3);
        _operands = new string[d.Of(1, 1, 2, 2, 3)];
        for (int i = 0; i < _operands.Length; i++)
            _operands[i] = new string(Array.ConvertAll(d.Some(d.Int(0, 3), 0), _ => d.Of(letters)));
        bool[] open = Array.ConvertAll(_operands, _ => covered > 0 && d.Chance(0.7));
        for (int i = 0; i < _operands.Length; i++)
        {
            string digits = "10"[(2 - d.Int(0, covered))..];
            if (open[i])
                _operands[i] = _operands[i].Insert(d.Int(0, _operands[i].Length), digits.Length == 0 ? "." : digits);
        }
        bool any = open.Any(o => o);
        int longest = _operands.Max(o => o.Count(char.IsDigit));
        string used = new(string.Concat(_operands).Where(char.IsLetter).ToArray());
        string ellipsis = "10"[(2 - longest)..];
        bool implied = d.Chance(0.25);
        if (implied)
        {
            _result =
                ellipsis + new string(used.Where(l => used.Count(o => o == l) == 1).OrderBy(l => (int)l).ToArray());
        }
        else
        {
            string kept = new(Array.ConvertAll(d.Some(used.Distinct().Count(), 0), i => used.Distinct().ElementAt(i)));
            _result = any ? kept.Insert(d.Int(0, kept.Length), ellipsis.Length == 0 ? "." : ellipsis) : kept;
        }
        string[] parts = _operands.Select((o, i) => Written(o, open[i])).ToArray();
        string space = d.Of("", " ");
        Equation =
            string.Join(space + "," + space, parts) + (implied ? "" : $"{space}->{space}{Written(_result, any)}");
        _operands = Array.ConvertAll(_operands, o => o.Replace(".", ""));
        _result = _result.Replace(".", "");
        Dims = Array.ConvertAll(_operands, o => DimsOf(d, o));
        // Where every operand that has a letter broadcasts it, it stands for one.
        foreach (char letter in _sizes.Keys)
            if (!_operands.Where((o, i) => o.Where((l, axis) => l == letter && Dims[i][axis] > 1).Any()).Any())
                _sizes[letter] = 1;
    }

    public string Equation { get; }

    /// <summary>The operands' shapes.</summary>
    public long[][] Dims { get; }

    public long[] ResultDims => _result.Select(l => (long)_sizes[l]).ToArray();

    /// <summary>The result in plain loops.</summary>
    public double[] Compute(double[][] operands)
    {
        char[] letters = _sizes.Keys.ToArray();
        var result = new double[ResultDims.Aggregate(1L, (product, size) => product * size)];
        string used = string.Concat(_operands);
        letters = letters.Where(l => used.Contains(l)).ToArray();
        int count = letters.Aggregate(1, (product, l) => product * _sizes[l]);
        for (int at = 0; at < count; at++)
        {
            var index = new Dictionary<char, long>();
            int rest = at;
            foreach (char letter in letters)
            {
                index[letter] = rest % _sizes[letter];
                rest /= _sizes[letter];
            }
            double product = 1;
            for (int i = 0; i < _operands.Length; i++)
                product *= operands[i][Place(_operands[i], Dims[i], index)];
            result[Place(_result, ResultDims, index)] += product;
        }
        return result;
    }

    private static string Written(string letters, bool open)
    {
        string plain = new(letters.Where(char.IsLetter).ToArray());
        int at = letters.IndexOfAny(['.', '0', '1']);
        return open ? plain.Insert(Math.Max(at, 0), "...") : plain;
    }

    private long[] DimsOf(Draw d, string letters)
    {
        var narrow = letters.Distinct().Where(_ => d.Chance(0.15)).ToHashSet();
        return letters.Select(l => narrow.Contains(l) ? 1L : _sizes[l]).ToArray();
    }

    private static long Place(string letters, long[] dims, Dictionary<char, long> index)
    {
        long place = 0;
        for (int i = 0; i < letters.Length; i++)
            place = place * dims[i] + (dims[i] == 1 ? 0 : index[letters[i]]);
        return place;
    }
}
