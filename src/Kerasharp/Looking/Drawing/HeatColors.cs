namespace Kerasharp.Looking.Drawing;

/// <summary>The colours of heat maps, from a pale to a deep blue: rising in darkness, so that they also serve without colour.</summary>
internal static class HeatColors
{
    private static readonly (double R, double G, double B)[] Stops =
    [
        (244, 248, 252),
        (198, 219, 239),
        (107, 174, 214),
        (33, 113, 181),
        (8, 48, 107),
    ];

    /// <summary>The colour of a share from 0 to 1, as <c>#rrggbb</c>.</summary>
    public static string Of(double share)
    {
        var (r, g, b) = Rgb(share);
        return FormattableString.Invariant($"#{(int)r:x2}{(int)g:x2}{(int)b:x2}");
    }

    /// <summary>Black or white, whichever is easier to read on the colour.</summary>
    public static string Ink(double share)
    {
        double ground = Luminance(share);
        // The contrast of two colours is the ratio of their luminances, each with 0.05 added (WCAG 2).
        return (ground + 0.05) / 0.05 >= 1.05 / (ground + 0.05) ? "#000000" : "#ffffff";
    }

    /// <summary>How much light the colour gives, from 0 to 1 (WCAG 2).</summary>
    public static double Luminance(double share)
    {
        var (r, g, b) = Rgb(share);
        return (0.2126 * Linear(r)) + (0.7152 * Linear(g)) + (0.0722 * Linear(b));
    }

    private static double Linear(double channel)
    {
        double c = channel / 255;
        return c <= 0.03928 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
    }

    private static (double R, double G, double B) Rgb(double share)
    {
        double place = Math.Clamp(double.IsNaN(share) ? 0 : share, 0, 1) * (Stops.Length - 1);
        int from = Math.Min((int)place, Stops.Length - 2);
        double t = place - from;
        var (a, b) = (Stops[from], Stops[from + 1]);
        return (Between(a.R, b.R), Between(a.G, b.G), Between(a.B, b.B));

        double Between(double x, double y) => Math.Round(x + ((y - x) * t));
    }
}
