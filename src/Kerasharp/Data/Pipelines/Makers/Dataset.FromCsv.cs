namespace Kerasharp.Data;

public static partial class Dataset
{
    /// <summary>The rows of a CSV file as samples, read as they are needed.</summary>
    /// <param name="path">The file, UTF-8.</param>
    /// <param name="labelColumn">The column with the target; none for samples without.</param>
    /// <param name="featureColumns">The columns of the inputs, in order; by default all others.</param>
    /// <param name="sampleWeightColumn">The column that says how much a row counts.</param>
    /// <param name="hasHeader">Whether the first row holds the columns' names.</param>
    /// <param name="delimiter">What stands between cells.</param>
    /// <param name="missingValue">What stands for an empty cell among the inputs, such as <see cref="double.NaN"/> for a Map to fill; by default such a cell is an error.</param>
    /// <returns>Samples of float: x of shape (columns,), y a number.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ArgumentException">There is no such column, or none is left for the inputs.</exception>
    /// <remarks>
    /// Reading ends with a <see cref="Kerasharp.Datasets.DatasetFormatException"/> that says line and column where a cell is empty or no
    /// finite number. To shuffle a file that fits into memory, put <c>Cache()</c> before <c>Shuffle</c>.
    /// </remarks>
    /// <example><code>var rows = Dataset.FromCsv("diabetes.csv", labelColumn: "Outcome").Cache().Shuffle(1000).Batch(32);</code></example>
    public static Dataset<Sample> FromCsv(
        string path,
        CsvColumn? labelColumn = null,
        IReadOnlyList<CsvColumn>? featureColumns = null,
        CsvColumn? sampleWeightColumn = null,
        bool hasHeader = true,
        string delimiter = ",",
        double? missingValue = null
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentException.ThrowIfNullOrEmpty(delimiter);
        var source = new CsvSource(
            path,
            labelColumn,
            featureColumns,
            sampleWeightColumn,
            hasHeader,
            delimiter,
            missingValue
        );
        source.Check();
        return source;
    }
}
