namespace Kerasharp.Onnx.Graphs;

/// <summary>What is known, before anything runs, of one element of an integer value: a number, the size of a dimension, or nothing.</summary>
internal readonly record struct Element
{
    private Element(long? number, string? symbol) => (Number, Symbol) = (number, symbol);

    /// <summary>Nothing is known.</summary>
    public static Element Unknown => default;

    /// <summary>The number, or null.</summary>
    public long? Number { get; }

    /// <summary>The symbol of the dimension whose size it is, or null.</summary>
    public string? Symbol { get; }

    /// <summary>The size of a dimension.</summary>
    public static Element Of(Dim dim) =>
        dim.IsKnown ? new(dim.Value, null)
        : dim == Dim.Symbolic(dim.Symbol!) ? new(null, dim.Symbol)
        : Unknown;

    /// <summary>A number.</summary>
    public static implicit operator Element(long number) => new(number, null);

    /// <summary>The dimension whose size it is; an unknown one where it is not known, or negative.</summary>
    public Dim ToDim() =>
        Number is { } number && number >= 0 ? new Dim(number)
        : Symbol is { } symbol ? Dim.Symbolic(symbol)
        : Dim.Unknown;
}
