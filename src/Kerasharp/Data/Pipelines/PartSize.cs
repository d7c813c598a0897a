using System.Globalization;

namespace Kerasharp.Data;

/// <summary>How large a part of something is: a whole number of elements, or a part of 1. Numbers convert to it.</summary>
/// <example><code>PartSize most = 0.8;   PartSize thousand = 1000;</code></example>
public readonly struct PartSize
{
    private readonly double _part;
    private readonly int? _count;

    private PartSize(double part, int? count) => (_part, _count) = (part, count);

    /// <summary>A number of elements.</summary>
    public static implicit operator PartSize(int count) => new(0, count);

    /// <summary>A part of 1.</summary>
    public static implicit operator PartSize(double part) => new(part, null);

    /// <summary>How many elements it is of so many; parts are rounded.</summary>
    internal int Of(int total, string name)
    {
        if (_count is { } count)
            return count >= 0 && count <= total
                ? count
                : throw new ArgumentOutOfRangeException(
                    name,
                    $"{name} of {count} came; 0 to {total} was expected, the number of elements. Give such a number, or a part of 1."
                );
        return _part is >= 0 and <= 1
            ? (int)Math.Round(_part * total)
            : throw new ArgumentOutOfRangeException(
                name,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name} of {_part} came; a part of 1 from 0 to 1 was expected, or a whole number of elements. Give such a number."
                )
            );
    }
}
