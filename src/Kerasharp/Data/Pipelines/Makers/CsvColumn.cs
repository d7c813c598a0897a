namespace Kerasharp.Data;

/// <summary>A column of a table, by name or by number. Text and numbers convert to it.</summary>
/// <example><code>Dataset.FromCsv("houses.csv", labelColumn: "price")   // or labelColumn: -1, the last</code></example>
public readonly struct CsvColumn
{
    private readonly string? _name;
    private readonly int _number;

    private CsvColumn(string? name, int number) => (_name, _number) = (name, number);

    /// <summary>A column by its name in the header.</summary>
    public static implicit operator CsvColumn(string name) =>
        new(name ?? throw new ArgumentNullException(nameof(name)), 0);

    /// <summary>A column by its number, from 0; negative numbers count from the end.</summary>
    public static implicit operator CsvColumn(int number) => new(null, number);

    /// <summary>The name or the number.</summary>
    public override string ToString() => _name is null ? FormattableString.Invariant($"{_number}") : $"'{_name}'";

    /// <summary>The number of the column in a table.</summary>
    internal int In(string path, IReadOnlyList<string> names, int width)
    {
        if (_name is null)
        {
            int place = _number < 0 ? _number + width : _number;
            return place >= 0 && place < width
                ? place
                : throw new ArgumentException(
                    $"The column {_number} was asked for in {path}; it has {width} columns: 0 to {width - 1} was expected, or -1 to -{width} from the end. Ask for one of these."
                );
        }
        string name = _name;
        int found = Enumerable.Range(0, names.Count).FirstOrDefault(i => names[i] == name, -1);
        return found >= 0
            ? found
            : throw new ArgumentException(
                names.Count == 0
                    ? $"The column '{_name}' was asked for in {path}, which is read without a header; a number was expected. Ask by number, or say hasHeader: true."
                    : $"The column '{_name}' was asked for in {path}; it has {string.Join(", ", names.Select(n => $"'{n}'"))}. Ask for one of these."
            );
    }
}
