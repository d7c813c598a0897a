using System.Globalization;
using System.Text;
using Kerasharp.Looking.Drawing;

namespace Kerasharp.Looking;

/// <summary>A confusion matrix as a table of text.</summary>
internal static class ConfusionText
{
    /// <summary>The text, its lines ended by a line feed but for the last.</summary>
    public static string Of(ConfusionMatrix matrix)
    {
        int n = matrix.ClassNames.Count;
        var rows = new List<string[]> { (string[])["true \\ predicted", .. matrix.ClassNames, "recall"] };
        for (int i = 0; i < n; i++)
            rows.Add([
                matrix.ClassNames[i],
                .. Enumerable.Range(0, n).Select(j => AxisNumber.Count(matrix[i, j])),
                Share(matrix.Recall(i)),
            ]);
        rows.Add([
            "precision",
            .. Enumerable.Range(0, n).Select(i => Share(matrix.Precision(i))),
            Share(matrix.Accuracy),
        ]);

        int[] widths = [.. Enumerable.Range(0, n + 2).Select(c => rows.Max(r => r[c].Length))];
        var text = new StringBuilder();
        foreach (string[] row in rows)
        {
            text.Append(row[0].PadRight(widths[0]));
            for (int c = 1; c < row.Length; c++)
                text.Append("  ").Append(row[c].PadLeft(widths[c]));
            text.Append('\n');
        }
        text.Append(
            CultureInfo.InvariantCulture,
            $"accuracy {Share(matrix.Accuracy)} over {AxisNumber.Count(matrix.Total)} examples"
        );
        return text.ToString();
    }

    private static string Share(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
