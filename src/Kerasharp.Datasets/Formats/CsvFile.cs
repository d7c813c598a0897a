using System.Numerics.Tensors;

namespace Kerasharp.Datasets;

/// <summary>Reads tables of numbers from CSV files (RFC 4180).</summary>
/// <example><code>
/// var table = CsvFile.Read("boston.csv");
/// Console.WriteLine($"{table.Values.Lengths[0]} rows of {string.Join(", ", table.Columns)}");
/// </code></example>
public static class CsvFile
{
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
        using var rows = new CsvRows(text, name, hasHeader, delimiter);
        List<double> values = [];
        int count = 0;
        for (; rows.Read(); count++)
        for (int i = 0; i < rows.Width; i++)
            values.Add(rows.Number(i));
        if (count == 0)
            throw CsvRows.Refused(name, "no row", "at least one row of numbers");
        return new(rows.Columns, Tensor.Create(values.ToArray(), [count, rows.Width]));
    }
}
