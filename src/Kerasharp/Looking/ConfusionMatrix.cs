using System.Globalization;
using Kerasharp.Data;
using Kerasharp.Looking.Drawing;

namespace Kerasharp.Looking;

/// <summary>How often examples of each class were taken for each class: rows are the true classes, columns the predicted ones.</summary>
/// <remarks>scikit-learn: <c>sklearn.metrics.confusion_matrix</c>, <c>ConfusionMatrixDisplay</c>.</remarks>
/// <example><code>
/// var confusion = new ConfusionMatrix(test.Y, model.Predict(test.X), ["setosa", "versicolor", "virginica"]);
/// Console.WriteLine(confusion);
/// confusion.Plot("confusion.svg", normalize: "true");
/// </code></example>
public sealed class ConfusionMatrix
{
    private readonly long[,] _counts;

    /// <summary>Counts what came out.</summary>
    /// <param name="y">The true classes: numbers from 0, shape (n,) or (n, 1), or one-hot rows, (n, classes).</param>
    /// <param name="predicted">
    /// What a model gave: probabilities or other scores, (n, classes), of which the greatest decides; probabilities of class 1, (n,) or (n, 1),
    /// which <paramref name="threshold"/> decides; or class numbers, (n,) or (n, 1).
    /// </param>
    /// <param name="classNames">The classes' names; their numbers by default. They also say how many classes there are.</param>
    /// <param name="threshold">From where on a single probability means class 1: greater than it.</param>
    /// <exception cref="ArgumentException">The arrays differ in length, a class number is no whole number from 0 or has no name, or a single number is no probability.</exception>
    public ConfusionMatrix(
        TensorData y,
        TensorData predicted,
        IReadOnlyList<string>? classNames = null,
        double threshold = 0.5
    )
        : this(ConfusionCounting.Count(y, predicted, classNames?.Count, threshold), classNames) { }

    /// <summary>One of counts that are known.</summary>
    /// <param name="counts">How often an example of the class of the row was taken for the class of the column; as many rows as columns.</param>
    /// <param name="classNames">The classes' names; their numbers by default.</param>
    /// <exception cref="ArgumentException">Rows, columns and names differ in number, there are none, or a count is negative.</exception>
    public ConfusionMatrix(long[,] counts, IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(counts);
        int rows = counts.GetLength(0);
        if (rows == 0 || rows != counts.GetLength(1))
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"Counts of {rows} rows and {counts.GetLength(1)} columns came; as many columns as rows were expected, one for each class. Give such an array."
                ),
                nameof(counts)
            );
        if (counts.Cast<long>().Any(c => c < 0))
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"A count of {counts.Cast<long>().First(c => c < 0)} came; counts of 0 or more were expected. Give such."
                ),
                nameof(counts)
            );
        if (classNames is not null && classNames.Count != rows)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"{classNames.Count} names of classes came for {rows} classes; one for each was expected. Give as many, or none."
                ),
                nameof(classNames)
            );
        _counts = (long[,])counts.Clone();
        ClassNames =
            classNames?.ToArray()
            ?? [.. Enumerable.Range(0, rows).Select(i => i.ToString(CultureInfo.InvariantCulture))];
        Total = counts.Cast<long>().Sum();
    }

    /// <summary>The classes' names.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The number of examples.</summary>
    public long Total { get; }

    /// <summary>The share of examples that were taken for what they are; 0 without examples.</summary>
    public double Accuracy => Ratio(Enumerable.Range(0, ClassNames.Count).Sum(i => _counts[i, i]), Total);

    /// <summary>How often an example of a class was taken for another, or for itself.</summary>
    /// <param name="actual">The true class.</param>
    /// <param name="predicted">What it was taken for.</param>
    public long this[int actual, int predicted] => _counts[Known(actual), Known(predicted)];

    /// <summary>The number of examples of a class.</summary>
    public long Support(int index)
    {
        Known(index);
        return Enumerable.Range(0, ClassNames.Count).Sum(j => _counts[index, j]);
    }

    /// <summary>The number of examples that were taken for a class.</summary>
    public long Predicted(int index)
    {
        Known(index);
        return Enumerable.Range(0, ClassNames.Count).Sum(i => _counts[i, index]);
    }

    /// <summary>Of the examples that were taken for a class, the share that are of it; 0 where none was.</summary>
    public double Precision(int index) => Ratio(this[index, index], Predicted(index));

    /// <summary>Of the examples of a class, the share that were taken for it; 0 where there are none.</summary>
    public double Recall(int index) => Ratio(this[index, index], Support(index));

    /// <summary>The harmonic mean of precision and recall of a class; 0 where both are.</summary>
    public double F1(int index) => Ratio(2 * this[index, index], Support(index) + Predicted(index));

    /// <summary>Draws the matrix: a square for each pair of classes, the darker the more.</summary>
    /// <param name="path">The file, whose name ends in <c>.svg</c>; an older one is replaced.</param>
    /// <param name="normalize">
    /// What is shown: null for counts; shares of the examples of the true class (<c>"true"</c>, rows), of those taken for the predicted class
    /// (<c>"pred"</c>, columns), or of all (<c>"all"</c>).
    /// </param>
    /// <param name="title">What stands above; accuracy and number of examples by default.</param>
    /// <exception cref="ArgumentException">The file's name ends otherwise, or the form is not known.</exception>
    /// <remarks>Where squares are too small for numbers, a browser shows them where the pointer rests.</remarks>
    public void Plot(string path, string? normalize = null, string? title = null)
    {
        ChartFile.Check(path, "A confusion matrix", ".svg");
        var map = ConfusionHeatMap.Of(this, normalize, title);
        ChartFile.Write(
            path,
            ChartPicture.Picture(map.Width, map.Height, map.Title, map.Write, HeatColors.DarkRules())
        );
    }

    /// <summary>The counts as a table, with precision and recall of each class and the accuracy.</summary>
    public override string ToString() => ConfusionText.Of(this);

    private int Known(int index) =>
        index >= 0 && index < ClassNames.Count
            ? index
            : throw new ArgumentOutOfRangeException(
                nameof(index),
                FormattableString.Invariant(
                    $"The class {index} was asked for of a matrix of {ClassNames.Count}; 0 to {ClassNames.Count - 1} was expected. Give such a number."
                )
            );

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
