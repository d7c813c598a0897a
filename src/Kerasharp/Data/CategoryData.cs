using System.Globalization;
using System.Numerics.Tensors;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Data;

/// <summary>Strings or numbers in an array, as layers that hash take them. Arrays and tensors of both convert to it.</summary>
/// <example><code>CategoryData ages = new[] { 31, 52 };
/// CategoryData names = new[] { "ann", "bob" };</code></example>
public sealed class CategoryData
{
    private readonly string[]? _texts;
    private readonly long[]? _numbers;

    private CategoryData(StringData texts) => (_texts, Dims) = (texts.Values.ToArray(), texts.Dims);

    private CategoryData(TensorData numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        _numbers = new long[checked(numbers.Count * numbers.RowLength)];
        using (var reader = new ElementReader(numbers))
            reader.Read(0, _numbers.AsSpan());
        Dims = numbers.Shape.ToArray();
        IsFloat = numbers.ElementType.IsFloat();
    }

    /// <summary>The dimensions; the first is the number of examples.</summary>
    public Shape Shape => Shape.Of(Dims);

    internal long[] Dims { get; }

    /// <summary>Whether numbers came that need not be whole.</summary>
    internal bool IsFloat { get; }

    internal int Length => _texts?.Length ?? _numbers!.Length;

    /// <summary>The whole number at a place; null where strings came.</summary>
    internal long? Number(int index) => _numbers?[index];

    /// <summary>The string at a place: of a number its decimal digits.</summary>
    internal string Text(int index) => _texts?[index] ?? _numbers![index].ToString(CultureInfo.InvariantCulture);

    /// <summary>Strings.</summary>
    public static implicit operator CategoryData(StringData x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return new(x);
    }

    /// <summary>A string for each example.</summary>
    public static implicit operator CategoryData(string[] x) => new((StringData)x);

    /// <summary>A row of strings for each example.</summary>
    public static implicit operator CategoryData(string[,] x) => new((StringData)x);

    /// <summary>Strings in a tensor.</summary>
    public static implicit operator CategoryData(Tensor<string> x) => new((StringData)x);

    /// <summary>Numbers.</summary>
    public static implicit operator CategoryData(TensorData x) => new(x);

    /// <summary>A number for each example.</summary>
    public static implicit operator CategoryData(int[] x) => new((TensorData)x);

    /// <summary>A row of numbers for each example.</summary>
    public static implicit operator CategoryData(int[,] x) => new((TensorData)x);

    /// <summary>A number for each example.</summary>
    public static implicit operator CategoryData(long[] x) => new((TensorData)x);

    /// <summary>A row of numbers for each example.</summary>
    public static implicit operator CategoryData(long[,] x) => new((TensorData)x);

    /// <summary>Numbers in a tensor.</summary>
    public static implicit operator CategoryData(Tensor<int> x) => new((TensorData)x);

    /// <summary>Numbers in a tensor.</summary>
    public static implicit operator CategoryData(Tensor<long> x) => new((TensorData)x);

    /// <summary>What it holds, and the shape.</summary>
    public override string ToString() => $"{(_texts is null ? "numbers" : "strings")} of shape {Shape}";
}
