using System.Xml.Linq;
using Kerasharp.Looking;
using Kerasharp.Tests.Shared;

namespace Kerasharp.Tests.Looking;

public class ConfusionMatrixTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    // The numbers of scikit-learn's documentation of confusion_matrix.
    private static readonly int[] Truth = [2, 0, 2, 2, 0, 1];
    private static readonly int[] Guesses = [0, 0, 2, 2, 0, 2];

    [Fact]
    public void Counts_by_true_and_predicted_class()
    {
        var matrix = new ConfusionMatrix(Truth, Guesses);
        Assert.Equal([2, 0, 0, 0, 0, 1, 1, 0, 2], All(matrix));
        Assert.Equal(["0", "1", "2"], matrix.ClassNames);
        Assert.Equal(6, matrix.Total);
        Assert.Equal(4 / 6.0, matrix.Accuracy);
        Assert.Equal((2L, 3L), (matrix.Support(0), matrix.Predicted(0)));
        Assert.Equal([2 / 3.0, 0, 2 / 3.0], Enumerable.Range(0, 3).Select(matrix.Precision));
        Assert.Equal([1, 0, 2 / 3.0], Enumerable.Range(0, 3).Select(matrix.Recall));
        Assert.Equal([0.8, 0, 2 / 3.0], Enumerable.Range(0, 3).Select(matrix.F1));
    }

    [Fact]
    public void Labels_come_in_several_forms()
    {
        long[] expected = All(new ConfusionMatrix(Truth, Guesses));
        var oneHot = Utils.ToCategorical(Truth);
        var scores = new float[6, 3];
        for (int i = 0; i < 6; i++)
        for (int j = 0; j < 3; j++)
            scores[i, j] = j == Guesses[i] ? 0.6f : 0.2f;
        Assert.Equal(expected, All(new ConfusionMatrix(oneHot, scores)));
        Assert.Equal(
            expected,
            All(new ConfusionMatrix(Array.ConvertAll(Truth, i => (double)i), Array.ConvertAll(Guesses, i => (byte)i)))
        );
        Assert.Equal(
            expected,
            All(
                new ConfusionMatrix(
                    Truth,
                    new long[,]
                    {
                        { 0 },
                        { 0 },
                        { 2 },
                        { 2 },
                        { 0 },
                        { 2 },
                    }
                )
            )
        );
    }

    [Fact]
    public void A_single_probability_is_of_class_1()
    {
        int[] y = [0, 0, 1, 1];
        float[,] p =
        {
            { 0.2f },
            { 0.7f },
            { 0.5f },
            { 0.9f },
        };
        Assert.Equal([1, 1, 1, 1], All(new ConfusionMatrix(y, p)));
        Assert.Equal([1, 1, 0, 2], All(new ConfusionMatrix(y, p, ["no", "yes"], threshold: 0.4)));
        Assert.Equal([2, 0, 0, 0], All(new ConfusionMatrix(new[] { 0, 0 }, new[] { 0.1f, 0.2f })));
    }

    [Fact]
    public void The_text_is_a_table()
    {
        var matrix = new ConfusionMatrix(Truth, Guesses, ["cat", "a dog", "bird"]);
        Assert.Equal(
            """
            true \ predicted    cat  a dog   bird  recall
            cat                   2      0      0   1.000
            a dog                 0      0      1   0.000
            bird                  1      0      2   0.667
            precision         0.667  0.000  0.667   0.667
            accuracy 0.667 over 6 examples
            """.ReplaceLineEndings("\n"),
            matrix.ToString()
        );
    }

    [Theory]
    [InlineData(null, "2,0,0,0,0,1,1,0,2")]
    [InlineData("true", "1.00,0,0,0,0,1.00,0.33,0,0.67")]
    [InlineData("pred", "0.67,0,0,0,0,0.33,0.33,0,0.67")]
    [InlineData("all", "0.33,0,0,0,0,0.17,0.17,0,0.33")]
    public void The_picture_shows_counts_or_shares(string? normalize, string expected)
    {
        using var folder = new TemporaryFolder();
        new ConfusionMatrix(Truth, Guesses, ["cat", "<dog>", "bird"]).Plot(folder["a.svg"], normalize);
        var root = XDocument.Load(folder["a.svg"]).Root!;
        var cells = root.Descendants(Svg + "g").Where(g => g.Element(Svg + "title") is not null).ToArray();
        Assert.Equal(expected, string.Join(",", cells.Select(c => c.Element(Svg + "text")!.Value)));
        Assert.Equal("true bird, predicted cat: 1 of 3", cells[6].Element(Svg + "title")!.Value);
        Assert.Equal(2, root.Descendants(Svg + "text").Count(t => t.Value == "<dog>"));
        Assert.Contains(root.Descendants(Svg + "text"), t => t.Value == "accuracy 0.6667, 6 examples");
    }

    [Fact]
    public void Many_classes_make_small_squares_without_numbers()
    {
        using var folder = new TemporaryFolder();
        int[] y = [.. Enumerable.Range(0, 300)];
        new ConfusionMatrix(y, y).Plot(folder["a.svg"]);
        var root = XDocument.Load(folder["a.svg"]).Root!;
        Assert.Equal(300, root.Descendants(Svg + "g").Count(g => g.Element(Svg + "title") is not null));
        Assert.InRange(new FileInfo(folder["a.svg"]).Length, 1000, 100_000);
    }

    [Fact]
    public void Wrong_arguments_are_told()
    {
        Says("6 examples and predicted 2", () => new ConfusionMatrix(Truth, new[] { 0, 1 }));
        Says(
            "Look for where it comes from",
            () =>
                new ConfusionMatrix(
                    new[] { 0 },
                    new[,]
                    {
                        { 0.5f, float.NaN },
                    }
                )
        );
        Says("Apply a sigmoid", () => new ConfusionMatrix(new[] { 0, 1 }, new[] { -1.5f, 2.5f }));
        Says("Number the classes", () => new ConfusionMatrix(new[] { -1, 1 }, new[] { 0, 1 }));
        Says("a name for each of the 3", () => new ConfusionMatrix(Truth, Guesses, ["a", "b"]));
        Says("Lay the examples out", () => new ConfusionMatrix(new int[2, 2, 2], new[] { 0, 1 }));
        Says("no examples", () => new ConfusionMatrix(Array.Empty<int>(), Array.Empty<int>()));
        Says("2 rows and 3 columns", () => new ConfusionMatrix(new long[2, 3]));
        Says(
            "A count of -1",
            () =>
                new ConfusionMatrix(
                    new long[,]
                    {
                        { -1 },
                    }
                )
        );
        Says("3 names of classes", () => new ConfusionMatrix(new long[2, 2], ["a", "b", "c"]));
        var matrix = new ConfusionMatrix(Truth, Guesses);
        Says("0 to 2", () => matrix[3, 0]);
        Says("0 to 2", () => matrix.Support(-1));
        Says("'true', 'pred', 'all'", () => Plotted(matrix, "a.svg", "rows"));
        Says("ends in .svg", () => Plotted(matrix, "a.png", null));
    }

    private static string Plotted(ConfusionMatrix matrix, string file, string? normalize)
    {
        using var folder = new TemporaryFolder();
        matrix.Plot(folder[file], normalize);
        return file;
    }

    private static void Says(string part, Func<object> call) =>
        Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(call).Message);

    private static long[] All(ConfusionMatrix matrix)
    {
        int n = matrix.ClassNames.Count;
        return [.. Enumerable.Range(0, n * n).Select(i => matrix[i / n, i % n])];
    }
}
