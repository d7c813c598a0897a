using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Kerasharp.Datasets;

/// <summary>Reads a CSV file (RFC 4180) row by row; all rows must be as long as the first.</summary>
internal sealed class CsvRows : IDisposable
{
    private const int LongestField = 1 << 16;

    private readonly CsvParser _parser;
    private readonly string _name;
    private string[] _record = [];

    /// <summary>Reads the header, if there is one.</summary>
    /// <param name="text">The table; it stays open.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="hasHeader">Whether the first row holds the columns' names.</param>
    /// <param name="delimiter">What stands between cells.</param>
    /// <exception cref="DatasetFormatException">The first row is no CSV.</exception>
    public CsvRows(TextReader text, string name, bool hasHeader, string delimiter)
    {
        ArgumentException.ThrowIfNullOrEmpty(delimiter);
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter,
            HasHeaderRecord = false,
            MaxFieldSize = LongestField,
        };
        _parser = new CsvParser(text, configuration, leaveOpen: true);
        _name = name;
        Columns = hasHeader && Next() ? _record : [];
        Width = Columns.Count;
    }

    /// <summary>The names of the columns; none if the file has no header.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The number of columns; 0 before the first row of a file without header.</summary>
    public int Width { get; private set; }

    /// <summary>Goes to the next row; false behind the last one.</summary>
    /// <exception cref="DatasetFormatException">It is longer or shorter than the first, or no CSV.</exception>
    public bool Read()
    {
        if (!Next())
            return false;
        if (Width == 0)
            Width = _record.Length;
        if (_record.Length != Width)
            throw Refused(_name, $"{_record.Length} cells in line {_parser.RawRow}", $"{Width}, as in the first row");
        return true;
    }

    /// <summary>What is written in a cell of the row.</summary>
    public string Text(int column) => _record[column];

    /// <summary>The number in a cell of the row.</summary>
    /// <exception cref="DatasetFormatException">It is no finite number.</exception>
    public double Number(int column) =>
        double.TryParse(_record[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        && double.IsFinite(value)
            ? value
            : throw Refused(
                _name,
                $"'{_record[column]}' in line {_parser.RawRow}, column {column + 1}",
                "a finite number"
            );

    /// <summary>The same, but another number for an empty cell, where one is given.</summary>
    /// <exception cref="DatasetFormatException">It is no finite number.</exception>
    public double Number(int column, double? missing) =>
        missing is { } value && string.IsNullOrWhiteSpace(_record[column]) ? value : Number(column);

    public void Dispose() => _parser.Dispose();

    /// <summary>An error that the file's author can mend.</summary>
    public static DatasetFormatException Refused(string name, string came, string expected) =>
        new(
            $"In {name} came {came}; expected {expected}. Mend the file, or say with hasHeader and delimiter how it is written."
        );

    private bool Next()
    {
        try
        {
            if (!_parser.Read())
                return false;
            // Cells are unpacked here, where what is wrong with them comes out.
            _record = _parser.Record!;
            return true;
        }
        catch (CsvHelperException e)
        {
            throw Refused(
                _name,
                $"a row that is no CSV ({e.Message.Split('\n')[0].Trim().TrimEnd('.')})",
                "rows of cells"
            );
        }
    }
}
