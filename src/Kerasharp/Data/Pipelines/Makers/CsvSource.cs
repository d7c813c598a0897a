using Kerasharp.Datasets;

namespace Kerasharp.Data;

/// <summary>The rows of a CSV file.</summary>
internal sealed class CsvSource(
    string path,
    CsvColumn? label,
    IReadOnlyList<CsvColumn>? features,
    CsvColumn? weight,
    bool hasHeader,
    string delimiter,
    double? missingValue
) : Dataset<Sample>
{
    public override long? Count => null;

    /// <summary>Looks for the columns in the first rows, so that a wrong name is told at once.</summary>
    public void Check()
    {
        using var reader = new StreamReader(path);
        using var rows = new CsvRows(reader, path, hasHeader, delimiter);
        if (rows.Read() || rows.Width > 0)
            Columns(rows);
    }

    internal override IEnumerator<Sample> Read(long pass, long skip)
    {
        using var reader = new StreamReader(path);
        using var rows = new CsvRows(reader, path, hasHeader, delimiter);
        var columns = default((int[] Features, int? Label, int? Weight)?);
        while (rows.Read())
        {
            if (skip-- > 0)
                continue;
            var (x, y, w) = columns ??= Columns(rows);
            var values = new float[x.Length];
            for (int i = 0; i < values.Length; i++)
                values[i] = (float)rows.Number(x[i], missingValue);
            yield return new Sample(
                values,
                y is { } l ? (float)rows.Number(l) : null,
                w is { } s ? (float)rows.Number(s) : null
            );
        }
    }

    private (int[] Features, int? Label, int? Weight) Columns(CsvRows rows)
    {
        int? y = label?.In(path, rows.Columns, rows.Width);
        int? w = weight?.In(path, rows.Columns, rows.Width);
        int[] x = features is null
            ? [.. Enumerable.Range(0, rows.Width).Where(i => i != y && i != w)]
            : [.. features.Select(f => f.In(path, rows.Columns, rows.Width))];
        return x.Length > 0
            ? (x, y, w)
            : throw new ArgumentException(
                $"No column is left for the inputs in {path}, of {rows.Width} in all; at least one was expected. Name some in featureColumns."
            );
    }
}
