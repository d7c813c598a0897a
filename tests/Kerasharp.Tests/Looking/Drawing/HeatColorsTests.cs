using System.Globalization;
using System.Text.RegularExpressions;
using Kerasharp.Looking.Drawing;

namespace Kerasharp.Tests.Looking.Drawing;

public partial class HeatColorsTests
{
    [Fact]
    public void Numbers_can_be_read_on_every_colour()
    {
        for (int i = 0; i < HeatColors.Levels; i++)
        {
            Assert.True(Contrast(HeatColors.Ground(i), HeatColors.Ink(i)) >= 4.5, $"light {i}");
            string dark = HeatColors.DarkRules();
            Assert.True(Contrast(Rule(dark, $".kc-h{i}"), Rule(dark, $".kc-i{i}")) >= 4.5, $"dark {i}");
        }
    }

    [Fact]
    public void Nothing_has_a_colour_of_its_own_and_little_is_not_nothing()
    {
        Assert.Equal(0, HeatColors.Level(0));
        Assert.Equal(0, HeatColors.Level(double.NaN));
        Assert.Equal(1, HeatColors.Level(1e-9));
        Assert.Equal(HeatColors.Levels - 1, HeatColors.Level(1));
    }

    private static string Rule(string rules, string name)
    {
        int start = rules.IndexOf(name + "{", StringComparison.Ordinal);
        return rules[start..rules.IndexOf('}', start)];
    }

    // As in WCAG 2.
    private static double Contrast(string a, string b)
    {
        double[] both = [Luminance(a), Luminance(b)];
        return (both.Max() + 0.05) / (both.Min() + 0.05);
    }

    private static double Luminance(string text)
    {
        int rgb = int.Parse(Color().Match(text).Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        double[] linear =
        [
            .. new[] { rgb >> 16, (rgb >> 8) & 255, rgb & 255 }
                .Select(c => c / 255.0)
                .Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4)),
        ];
        return (0.2126 * linear[0]) + (0.7152 * linear[1]) + (0.0722 * linear[2]);
    }

    [GeneratedRegex("#([0-9a-f]{6})")]
    private static partial Regex Color();
}
