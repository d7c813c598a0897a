using System.Globalization;
using Kerasharp.Layers;
using Kerasharp.Looking.Drawing;

namespace Kerasharp.Looking;

/// <summary>A confusion matrix as a heat map.</summary>
internal static class ConfusionHeatMap
{
    /// <summary>The map of counts, or of shares.</summary>
    public static HeatMap Of(ConfusionMatrix matrix, string? normalize, string? title)
    {
        if (normalize is not null)
            Arguments.OneOf(normalize, "form of normalize", "true", "pred", "all");
        int n = matrix.ClassNames.Count;
        long[] rows = [.. Enumerable.Range(0, n).Select(matrix.Support)];
        long[] columns = [.. Enumerable.Range(0, n).Select(matrix.Predicted)];
        var values = new double[n, n];
        for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++)
        {
            long whole = normalize switch
            {
                "true" => rows[i],
                "pred" => columns[j],
                "all" => matrix.Total,
                _ => 1,
            };
            values[i, j] = whole == 0 ? 0 : (double)matrix[i, j] / whole;
        }
        return new HeatMap(values)
        {
            Title =
                title
                ?? string.Create(
                    CultureInfo.InvariantCulture,
                    $"accuracy {matrix.Accuracy:0.0000}, {AxisNumber.Count(matrix.Total)} examples"
                ),
            Rows = matrix.ClassNames,
            Columns = matrix.ClassNames,
            RowTitle = "true",
            ColumnTitle = "predicted",
            Text = (i, j) =>
                normalize is null ? AxisNumber.Count(matrix[i, j])
                : matrix[i, j] == 0 ? "0"
                : values[i, j].ToString("0.00", CultureInfo.InvariantCulture),
            Hint = (i, j) =>
                $"true {matrix.ClassNames[i]}, predicted {matrix.ClassNames[j]}: {AxisNumber.Count(matrix[i, j])} of {AxisNumber.Count(rows[i])}",
            // A share of 1 is a fixed colour, so that pictures can be compared.
            Greatest = normalize is null or "all" ? null : 1,
        };
    }
}
