using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Kerasharp.Callbacks;

/// <summary>How Python is told to write a number: <c>[[fill]align][sign][0][width][,][.precision][type]</c>.</summary>
internal sealed partial record PythonFormatSpecification
{
    private char Fill { get; init; } = ' ';

    private char Align { get; init; } = '>';

    private char Sign { get; init; } = '-';

    private int Width { get; init; }

    private bool Grouped { get; init; }

    /// <summary>The number of decimals or digits, if it is told.</summary>
    public int? Precision { get; private init; }

    /// <summary>One of d, e, E, f, F, g, G, %; 0 where none is told.</summary>
    public char Type { get; private init; }

    /// <summary>Reads a specification.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static PythonFormatSpecification Parse(string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success)
            throw new FormatException($"'{text}' is no form of a number");
        bool zero = match.Groups["zero"].Length > 0;
        bool aligned = match.Groups["align"].Length > 0;
        return new()
        {
            Fill =
                match.Groups["fill"].Length > 0 ? match.Groups["fill"].Value[0]
                : zero ? '0'
                : ' ',
            Align =
                aligned ? match.Groups["align"].Value[0]
                : zero ? '='
                : '>',
            Sign = match.Groups["sign"].Length > 0 ? match.Groups["sign"].Value[0] : '-',
            Width = Number(match.Groups["width"]) ?? 0,
            Grouped = match.Groups["comma"].Length > 0,
            Precision = Number(match.Groups["precision"]),
            Type = match.Groups["type"].Length > 0 ? match.Groups["type"].Value[0] : '\0',
        };
    }

    /// <summary>Puts sign, groups and filling around the digits.</summary>
    public string Lay(bool isNegative, string digits)
    {
        if (Grouped && char.IsAsciiDigit(digits[0]))
            digits = Group(digits);
        string sign =
            isNegative ? "-"
            : Sign == '-' ? ""
            : Sign.ToString();
        int missing = Math.Max(0, Width - sign.Length - digits.Length);
        return Align switch
        {
            '<' => sign + digits + new string(Fill, missing),
            '^' => new string(Fill, missing / 2) + sign + digits + new string(Fill, missing - missing / 2),
            '=' => sign + new string(Fill, missing) + digits,
            _ => new string(Fill, missing) + sign + digits,
        };
    }

    private static string Group(string digits)
    {
        int whole = digits.TakeWhile(char.IsAsciiDigit).Count();
        var text = new StringBuilder(digits);
        for (int i = whole - 3; i > 0; i -= 3)
            text.Insert(i, ',');
        return text.ToString();
    }

    // More digits than two are no width of a file's name; so a number never overflows.
    private static int? Number(Group group) =>
        group.Length == 0 ? null : int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"^(?:(?<fill>.)?(?<align>[<>^=]))?(?<sign>[-+ ])?(?<zero>0)?(?<width>\d{1,3})?(?<comma>,)?(?:\.(?<precision>\d{1,2}))?(?<type>[deEfFgG%])?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Pattern();
}
