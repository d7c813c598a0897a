using System.Globalization;
using System.Numerics;

namespace Kerasharp.Callbacks;

/// <summary>Numbers as Python writes them, in every culture alike: what names of checkpoints and messages hold.</summary>
/// <remarks>Python's Format Specification Mini-Language.</remarks>
internal static class PythonFormat
{
    /// <summary>The shortest text that reads as the same number: 0.1, 1e-05, 1e+16.</summary>
    public static string Repr(double value)
    {
        if (!double.IsFinite(value))
            return NotFinite(value);
        var (sign, digits, exponent) = Digits(value.ToString("R", CultureInfo.InvariantCulture));
        string text = exponent is >= -4 and < 16 ? Plain(digits, exponent) : Scientific(digits, exponent);
        return sign + (text.Contains('.') || text.Contains('e') ? text : text + ".0");
    }

    /// <summary>A whole number by a specification such as <c>02d</c>.</summary>
    /// <exception cref="FormatException">The specification is none for whole numbers.</exception>
    public static string Format(long value, string specification)
    {
        var form = PythonFormatSpecification.Parse(specification);
        if (form.Type is not ('\0' or 'd'))
            return Format((double)value, specification);
        if (form.Precision is not null)
            throw new FormatException("a whole number has no decimals");
        return form.Lay(value < 0, BigInteger.Abs(value).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>A number by a specification such as <c>.2f</c>.</summary>
    /// <exception cref="FormatException">The specification is none for numbers with a fraction.</exception>
    public static string Format(double value, string specification)
    {
        var form = PythonFormatSpecification.Parse(specification);
        if (form.Type == 'd')
            throw new FormatException("'d' is for whole numbers");
        double size = Math.Abs(value);
        bool isNegative = double.IsNegative(value) && !double.IsNaN(value);
        if (!double.IsFinite(value))
            return form.Lay(isNegative, Cased(NotFinite(size), form.Type));
        int precision = form.Precision ?? 6;
        return form.Lay(
            isNegative,
            form.Type switch
            {
                'f' or 'F' => Fixed(size, precision),
                '%' => Fixed(size * 100, precision) + "%",
                'e' or 'E' => Cased(Exponential(size, precision), form.Type),
                'g' or 'G' => Cased(General(size, Math.Max(1, precision)), form.Type),
                _ when form.Precision is { } digits => WithPoint(General(size, Math.Max(1, digits))),
                _ => Repr(size),
            }
        );
    }

    private static string Cased(string text, char type) => char.IsUpper(type) ? text.ToUpperInvariant() : text;

    private static string WithPoint(string text) => text.Contains('.') || text.Contains('e') ? text : text + ".0";

    private static string NotFinite(double value) =>
        double.IsNaN(value) ? "nan"
        : value > 0 ? "inf"
        : "-inf";

    /// <summary>So many decimals. Python rounds what lies exactly between two to the even one, .NET away from zero.</summary>
    private static string Fixed(double size, int decimals)
    {
        // Only odd multiples of 1 / 2^(decimals + 1) lie between two: the other factors of a power of ten are no powers of two.
        double multiple = Math.ScaleB(size, decimals + 1);
        if (multiple >= 1L << 53 || Math.Abs(multiple % 2) != 1)
            return size.ToString($"F{decimals}", CultureInfo.InvariantCulture);
        var lower = ((BigInteger)multiple * BigInteger.Pow(5, decimals) - 1) / 2;
        string digits = (lower.IsEven ? lower : lower + 1)
            .ToString(CultureInfo.InvariantCulture)
            .PadLeft(decimals + 1, '0');
        return decimals == 0 ? digits : $"{digits[..^decimals]}.{digits[^decimals..]}";
    }

    private static string Exponential(double size, int decimals)
    {
        var (_, digits, exponent) = Digits(size.ToString($"E{decimals}", CultureInfo.InvariantCulture));
        return Scientific(digits, exponent);
    }

    /// <summary>So many digits, plain or with an exponent, whichever is shorter; zeros at the end left out.</summary>
    private static string General(double size, int precision)
    {
        var (_, digits, exponent) = Digits(size.ToString($"E{precision - 1}", CultureInfo.InvariantCulture));
        digits = digits.TrimEnd('0');
        if (digits.Length == 0)
            digits = "0";
        return exponent >= -4 && exponent < precision ? Plain(digits, exponent) : Scientific(digits, exponent);
    }

    /// <summary>The digits of a number that .NET wrote, and the exponent of the first.</summary>
    private static (string Sign, string Digits, int Exponent) Digits(string text)
    {
        string sign = text[0] == '-' ? "-" : "";
        text = text[sign.Length..];
        int e = text.IndexOf('E', StringComparison.Ordinal);
        int exponent =
            e < 0 ? 0 : int.Parse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string mantissa = e < 0 ? text : text[..e];
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        exponent += (point < 0 ? mantissa.Length : point) - 1;
        string digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        // 0.001 begins with zeros that say nothing but the place of the point.
        int zeros = digits.TakeWhile(d => d == '0').Count();
        return zeros == digits.Length ? (sign, digits, 0) : (sign, digits[zeros..], exponent - zeros);
    }

    private static string Plain(string digits, int exponent)
    {
        if (exponent < 0)
            return $"0.{new string('0', -exponent - 1)}{digits}";
        if (digits.Length <= exponent + 1)
            return digits.PadRight(exponent + 1, '0');
        return $"{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }

    private static string Scientific(string digits, int exponent)
    {
        string mantissa = digits.Length == 1 ? digits : $"{digits[..1]}.{digits[1..]}";
        return FormattableString.Invariant($"{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }
}
