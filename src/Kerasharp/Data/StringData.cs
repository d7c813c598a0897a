using System.Collections;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Data;

/// <summary>
/// Strings in an array, as layers that look strings up take them. .NET arrays of one to three dimensions, arrays of rows of one length,
/// collection expressions and tensors of strings convert to it.
/// </summary>
/// <example><code>StringData texts = new[,] { { "red", "big" }, { "blue", "small" } };   // two examples of two strings</code></example>
[CollectionBuilder(typeof(StringData), nameof(Create))]
public sealed class StringData : IEnumerable<string>
{
    private readonly string[] _values;

    internal StringData(string[] values, params long[] dims)
    {
        int missing = Array.FindIndex(values, v => v is null);
        if (missing >= 0)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"Null came as the string {missing} of {values.Length}; a string was expected. Give an empty one, or leave it out."
                )
            );
        _values = values;
        Dims = dims;
    }

    /// <summary>The dimensions; the first is the number of examples.</summary>
    public Shape Shape => Shape.Of(Dims);

    internal long[] Dims { get; }

    internal ReadOnlySpan<string> Values => _values;

    /// <summary>From a collection expression.</summary>
    public static StringData Create(ReadOnlySpan<string> values) => new(values.ToArray(), values.Length);

    /// <summary>A string for each example.</summary>
    public static implicit operator StringData(string[] x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return new([.. x], x.Length);
    }

    /// <summary>A row of strings for each example.</summary>
    public static implicit operator StringData(string[,] x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return new([.. x.Cast<string>()], x.GetLength(0), x.GetLength(1));
    }

    /// <summary>A matrix of strings for each example.</summary>
    public static implicit operator StringData(string[,,] x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return new([.. x.Cast<string>()], x.GetLength(0), x.GetLength(1), x.GetLength(2));
    }

    /// <summary>A row of strings for each example, all of one length.</summary>
    public static implicit operator StringData(string[][] x)
    {
        ArgumentNullException.ThrowIfNull(x);
        int length = x.Length == 0 ? 0 : x[0].Length;
        int other = Array.FindIndex(x, r => r.Length != length);
        if (other >= 0)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"A row {other} of {x[other].Length} strings came behind rows of {length}; rows of one length were expected. Fill them up with a token for nothing."
                )
            );
        return new([.. x.SelectMany(r => r)], x.Length, length);
    }

    /// <summary>Strings in a tensor.</summary>
    public static implicit operator StringData(Tensor<string> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var values = new string[x.FlattenedLength];
        x.FlattenTo(values);
        return new(values, Array.ConvertAll(x.Lengths.ToArray(), l => (long)l));
    }

    /// <summary>All strings, the last axis running fastest.</summary>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The shape.</summary>
    public override string ToString() => $"strings of shape {Shape}";
}
