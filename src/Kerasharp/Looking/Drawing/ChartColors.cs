using System.Text;

namespace Kerasharp.Looking.Drawing;

/// <summary>
/// The colours of charts: Okabe and Ito's, which people with any form of colour blindness can tell apart, and lighter ones of the same
/// hues on a dark ground.
/// </summary>
/// <remarks>
/// Colours stand in the attributes for a light ground. A style sheet replaces them by class where the reader's screen is dark; a viewer
/// that knows no style sheets shows the light ones.
/// </remarks>
internal static class ChartColors
{
    public const string Ground = "#ffffff";
    public const string Text = "#1f2328";
    public const string Muted = "#57606a";
    public const string Grid = "#e3e6ea";
    public const string Axis = "#8c959f";

    private static readonly string[] Light =
    [
        "#0072b2",
        "#d55e00",
        "#009e73",
        "#b0528f",
        "#c98a00",
        "#3a9fd6",
        "#5b5b5b",
    ];

    private static readonly string[] Dark =
    [
        "#5ab4f0",
        "#ff9147",
        "#2ecc9a",
        "#e79bc9",
        "#f2b736",
        "#9bd6f7",
        "#c0c4c9",
    ];

    /// <summary>The number of colours for lines, after which they begin again, dashed.</summary>
    public static int Count => Light.Length;

    /// <summary>The colour of a line.</summary>
    public static string Line(int index) => Light[index % Light.Length];

    /// <summary>The number in the classes of a line.</summary>
    public static int Class(int index) => index % Light.Length;

    /// <summary>The rules for dark screens; paper stays light.</summary>
    public static string DarkRules()
    {
        var rules = new StringBuilder();
        rules.Append("@media screen and (prefers-color-scheme:dark){");
        rules.Append(".kc-ground{fill:#14171c}.kc-text{fill:#e6e9ed}.kc-muted{fill:#9aa4af}");
        rules.Append(".kc-grid{stroke:#2b3138}.kc-axis{stroke:#6b7580}");
        for (int i = 0; i < Dark.Length; i++)
            rules.Append(FormattableString.Invariant($".kc-l{i}{{stroke:{Dark[i]}}}.kc-d{i}{{fill:{Dark[i]}}}"));
        return rules.Append('}').ToString();
    }
}
