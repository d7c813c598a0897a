using System.Text;

namespace Kerasharp.Looking.Drawing;

/// <summary>
/// The colours of heat maps in steps, blues from pale to deep, and from deep to pale on a dark ground: brightness goes one way, so that
/// they serve without colour, too.
/// </summary>
internal static class HeatColors
{
    /// <summary>The number of steps.</summary>
    public const int Levels = 24;

    private static readonly (int R, int G, int B)[] Light =
    [
        (244, 248, 252),
        (198, 219, 239),
        (107, 174, 214),
        (33, 113, 181),
        (8, 48, 107),
    ];

    private static readonly (int R, int G, int B)[] Dark =
    [
        (28, 34, 42),
        (24, 62, 99),
        (30, 104, 166),
        (84, 163, 224),
        (196, 229, 255),
    ];

    /// <summary>The step of a share from 0 to 1: the first is for nothing at all.</summary>
    public static int Level(double share) =>
        share > 0 ? Math.Clamp((int)Math.Round(share * (Levels - 1)), 1, Levels - 1) : 0;

    /// <summary>The attributes of what has a step's colour.</summary>
    public static string Ground(int level) =>
        FormattableString.Invariant($"class=\"kc-h{level}\" fill=\"{Hex(Color(Light, level))}\"");

    /// <summary>The attributes of text on it: black or white, whichever is easier to read.</summary>
    public static string Ink(int level) =>
        FormattableString.Invariant($"class=\"kc-i{level}\" fill=\"{InkOn(Color(Light, level))}\"");

    /// <summary>The rules for dark screens.</summary>
    public static string DarkRules()
    {
        var rules = new StringBuilder("@media screen and (prefers-color-scheme:dark){");
        for (int i = 0; i < Levels; i++)
        {
            var color = Color(Dark, i);
            rules.Append(FormattableString.Invariant($".kc-h{i}{{fill:{Hex(color)}}}.kc-i{i}{{fill:{InkOn(color)}}}"));
        }
        return rules.Append('}').ToString();
    }

    // The contrast of two colours is the ratio of their luminances, each with 0.05 added (WCAG 2).
    private static string InkOn((int R, int G, int B) color)
    {
        double ground = Luminance(color) + 0.05;
        return ground / 0.05 >= 1.05 / ground ? "#000000" : "#ffffff";
    }

    private static double Luminance((int R, int G, int B) color) =>
        (0.2126 * Linear(color.R)) + (0.7152 * Linear(color.G)) + (0.0722 * Linear(color.B));

    private static double Linear(int channel)
    {
        double c = channel / 255.0;
        return c <= 0.03928 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
    }

    private static string Hex((int R, int G, int B) color) =>
        FormattableString.Invariant($"#{color.R:x2}{color.G:x2}{color.B:x2}");

    private static (int R, int G, int B) Color((int R, int G, int B)[] stops, int level)
    {
        double place = (double)level / (Levels - 1) * (stops.Length - 1);
        int from = Math.Min((int)place, stops.Length - 2);
        var (a, b) = (stops[from], stops[from + 1]);
        return (Between(a.R, b.R), Between(a.G, b.G), Between(a.B, b.B));

        int Between(int x, int y) => (int)Math.Round(x + ((y - x) * (place - from)));
    }
}
