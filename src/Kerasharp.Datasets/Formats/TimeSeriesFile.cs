using System.Numerics.Tensors;

namespace Kerasharp.Datasets;

/// <summary>Reads series of numbers from CSV files (RFC 4180): a step a row, its time in the first column, numbers in the others.</summary>
/// <example><code>
/// var series = TimeSeriesFile.Read("airline-passengers.csv");
/// Console.WriteLine($"{series.Count} steps from {series.Times[0]} to {series.Times[^1]}");
/// var windows = Dataset.TimeSeries(series.Values[..^1, ..], series.Values[12.., ..], sequenceLength: 12);
/// </code></example>
public static class TimeSeriesFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, UTF-8.</param>
    /// <param name="hasHeader">Whether the first row holds the columns' names.</param>
    /// <param name="delimiter">What stands between cells.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DatasetFormatException">
    /// There is no row or no column of numbers, a row is longer or shorter than the first, a time is empty, or a cell is no finite number.
    /// </exception>
    public static TimeSeries Read(string path, bool hasHeader = true, string delimiter = ",")
    {
        using var reader = new StreamReader(path);
        return Read(reader, path, hasHeader, delimiter);
    }

    /// <summary>Reads text.</summary>
    /// <param name="text">The table.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="hasHeader">Whether the first row holds the columns' names.</param>
    /// <param name="delimiter">What stands between cells.</param>
    /// <exception cref="DatasetFormatException">
    /// There is no row or no column of numbers, a row is longer or shorter than the first, a time is empty, or a cell is no finite number.
    /// </exception>
    public static TimeSeries Read(TextReader text, string name, bool hasHeader = true, string delimiter = ",")
    {
        ArgumentNullException.ThrowIfNull(text);
        using var rows = new CsvRows(text, name, hasHeader, delimiter);
        List<string> times = [];
        List<float> values = [];
        while (rows.Read())
        {
            if (rows.Width < 2)
                throw CsvRows.Refused(name, "one column", "times in the first column and numbers in others");
            if (string.IsNullOrWhiteSpace(rows.Text(0)))
                throw CsvRows.Refused(name, $"an empty time in row {times.Count + 1}", "the time of each step");
            times.Add(rows.Text(0));
            for (int i = 1; i < rows.Width; i++)
                values.Add(Finite(rows, i));
        }
        if (times.Count == 0)
            throw CsvRows.Refused(name, "no row", "at least one row of a time and numbers");
        return new(times, [.. rows.Columns.Skip(1)], Tensor.Create(values.ToArray(), [times.Count, rows.Width - 1]));

        float Finite(CsvRows from, int column) =>
            (float)from.Number(column) is var value && float.IsFinite(value)
                ? value
                : throw CsvRows.Refused(
                    name,
                    $"'{from.Text(column)}' in row {times.Count}, column {column + 1}",
                    "a number within the range of float"
                );
    }
}
