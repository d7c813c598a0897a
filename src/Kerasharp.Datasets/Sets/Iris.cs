using System.Globalization;

namespace Kerasharp.Datasets;

/// <summary>
/// Fisher's irises: 150 flowers of three species by four lengths; embedded, so it needs no file.
/// (Fisher 1936, by way of UCI, CC BY 4.0, https://doi.org/10.24432/C56C76; the numbers are those of Fisher's article, as in scikit-learn's <c>load_iris</c>.)
/// </summary>
public static class Iris
{
    private const int FeatureCount = 4;

    /// <summary>The species by class number: setosa, versicolor, virginica.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = ["setosa", "versicolor", "virginica"];

    /// <summary>What the four columns of X hold, in centimetres.</summary>
    public static IReadOnlyList<string> FeatureNames { get; } =
    ["sepal length", "sepal width", "petal length", "petal width"];

    /// <summary>Loads the set in an order drawn by <paramref name="seed"/>, in two parts.</summary>
    /// <param name="testFraction">The part of the samples to test with, above 0 and below 1.</param>
    /// <param name="seed">Draws the order; the same seed gives the same split on every machine.</param>
    /// <returns>
    /// Train and test part; X of shape (n, 4) in centimetres (<see cref="FeatureNames"/>), Y of shape (n,) in 0..2 (<see cref="ClassNames"/>).
    /// By default 120 and 30 samples.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="testFraction"/> leaves one part empty.</exception>
    public static DataSplit<float, int> Load(double testFraction = 0.2, int seed = 0)
    {
        var (x, y) = ReadTable();
        return Splitter.Split(x, y, [FeatureCount], testFraction, seed);
    }

    internal static (float[] X, int[] Y) ReadTable()
    {
        using var reader = new StreamReader(Resource.Open("iris.csv"));
        List<float> x = [];
        List<int> y = [];
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            for (var i = 0; i < FeatureCount; i++)
                x.Add(float.Parse(cells[i], CultureInfo.InvariantCulture));
            y.Add(int.Parse(cells[FeatureCount], CultureInfo.InvariantCulture));
        }
        return ([.. x], [.. y]);
    }
}
