using System.Globalization;

namespace Kerasharp.Onnx.Graphs;

/// <summary>One dimension of a shape: a number, or a symbol (such as <c>batch</c>) that gets its number later.</summary>
public readonly struct Dim : IEquatable<Dim>
{
    private readonly long _value;
    private readonly string? _symbol;

    /// <summary>A known dimension.</summary>
    /// <param name="value">Zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public Dim(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        _value = value;
    }

    private Dim(string symbol) => _symbol = symbol;

    /// <summary>The dimension along which examples lie, by its usual symbol.</summary>
    public static Dim Batch { get; } = Symbolic("batch");

    /// <summary>A dimension of which nothing is known; it equals no other.</summary>
    public static Dim Unknown { get; } = new("?");

    /// <summary>A dimension known by name only; two with the same name have the same size.</summary>
    public static Dim Symbolic(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new Dim(name);
    }

    /// <summary>Whether the number is known.</summary>
    public bool IsKnown => _symbol is null;

    /// <summary>Whether this is the number one, along which ONNX broadcasts.</summary>
    public bool IsOne => _symbol is null && _value == 1;

    /// <summary>The number.</summary>
    /// <exception cref="InvalidOperationException">The dimension is symbolic.</exception>
    public long Value =>
        _symbol is null
            ? _value
            : throw new InvalidOperationException($"The dimension '{_symbol}' has no number yet; bind it first.");

    /// <summary>The symbol, or null where the number is known.</summary>
    public string? Symbol => _symbol;

    /// <summary>A known dimension from a number.</summary>
    public static implicit operator Dim(long value) => new(value);

    /// <summary>Same number, or same symbol; an unknown dimension equals nothing.</summary>
    public static bool operator ==(Dim left, Dim right) => left.Equals(right);

    /// <summary>The opposite of equality.</summary>
    public static bool operator !=(Dim left, Dim right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Dim other) =>
        _symbol is null ? other._symbol is null && _value == other._value : _symbol == other._symbol && _symbol != "?";

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Dim other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_value, _symbol);

    /// <summary>The number, or the symbol.</summary>
    public override string ToString() => _symbol ?? _value.ToString(CultureInfo.InvariantCulture);
}
