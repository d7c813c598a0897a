using System.Globalization;
using System.Text;

namespace Kerasharp.Models.Plot;

/// <summary>The text of an SVG file while it is written; numbers are the same in every culture.</summary>
internal sealed class SvgText
{
    /// <summary>Fonts of the same widths, which <see cref="TextWidth"/> knows.</summary>
    public const string Fonts = "Helvetica, Arial, 'Liberation Sans', sans-serif";

    private readonly StringBuilder _text = new();

    /// <summary>Goes on in the line.</summary>
    public void Begin(FormattableString text) => _text.Append(text.ToString(CultureInfo.InvariantCulture));

    /// <summary>Ends the line.</summary>
    public void Line(FormattableString text)
    {
        Begin(text);
        _text.Append('\n');
    }

    /// <summary>What a browser shows when the pointer rests on the element around.</summary>
    public void Title(string text) => Line($"<title>{XmlText.Escape(text)}</title>");

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
