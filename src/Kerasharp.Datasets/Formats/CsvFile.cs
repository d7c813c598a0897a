using System.Globalization;
using System.Numerics.Tensors;
using CsvHelper;
using CsvHelper.Configuration;

namespace Kerasharp.Datasets;

/// <summary>Reads tables of numbers from CSV files (RFC 4180).</summary>
/// <example><code>
/// var table = CsvFile.Read("boston.csv");
/// Console.WriteLine($"{table.Values.Lengths[0]} rows of {string.Join(", ", table.Columns)}");
/// </code></example>
public static class CsvFile
{
    private const int LongestField = 1 << 16;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, UTF-8.</param>
    /// <param name="hasHeader">Whether the first row holds the columns' names.</param>
    /// <param name="delimiter">What stands between cells.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DatasetFormatException">A row is longer or shorter than the first, or a cell is no finite number.</exception>
    public static CsvTable Read(string path, bool hasHeader = true, string delimiter = ",")
    {
        using var reader = new StreamReader(path);
        return Read(reader, path, hasHeader, delimiter);
    }

    /// <summary>Reads text.</summary>
    /// <param name="text">The table.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="hasHeader">Whether the first row holds the columns' names.</param>
    /// <param name="delimiter">What stands between cells.</param>
    /// <exception cref="DatasetFormatException">A row is longer or shorter than the first, or a cell is no finite number.</exception>
    public static CsvTable Read(TextReader text, string name, bool hasHeader = true, string delimiter = ",")
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentException.ThrowIfNullOrEmpty(delimiter);
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter,
            HasHeaderRecord = false,
            MaxFieldSize = LongestField,
        };
        using var parser = new CsvParser(text, configuration, leaveOpen: true);
        try
        {
            return ReadRows(parser, name, hasHeader);
        }
        catch (CsvHelperException e)
        {
            throw Refused(
                name,
                $"a row that is no CSV ({e.Message.Split('\n')[0].Trim().TrimEnd('.')})",
                "rows of cells"
            );
        }
    }

    private static CsvTable ReadRows(CsvParser parser, string name, bool hasHeader)
    {
        string[] columns = hasHeader && parser.Read() ? parser.Record! : [];
        var width = columns.Length;
        List<double> values = [];
        var rows = 0;
        for (; parser.Read(); rows++)
        {
            var record = parser.Record!;
            if (width == 0)
                width = record.Length;
            if (record.Length != width)
                throw Refused(name, $"{record.Length} cells in line {parser.RawRow}", $"{width}, as in the first row");
            for (var i = 0; i < width; i++)
            {
                if (
                    !double.TryParse(record[i], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                    || !double.IsFinite(value)
                )
                    throw Refused(name, $"'{record[i]}' in line {parser.RawRow}, column {i + 1}", "a finite number");
                values.Add(value);
            }
        }
        if (rows == 0)
            throw Refused(name, "no row", "at least one row of numbers");
        return new(columns, Tensor.Create(values.ToArray(), [rows, width]));
    }

    private static DatasetFormatException Refused(string name, string came, string expected) =>
        new(
            $"In {name} came {came}; expected {expected}. Mend the file, or say with hasHeader and delimiter how it is written."
        );
}
