using Kerasharp.Metrics;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Metrics;

public class MetricNamesTests
{
    public static TheoryData<string> Names => [.. MetricSpec.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_metric_goes_by_the_name_that_it_is_asked_for_by(string name) =>
        Assert.Equal(name, Resolve(name, 3, 3).Name);

    [Theory]
    [InlineData("auc", typeof(AUC))]
    [InlineData("AUC", typeof(AUC))]
    [InlineData("mae", typeof(MeanAbsoluteError))]
    [InlineData("MSLE", typeof(MeanSquaredLogarithmicError))]
    [InlineData("cosine_similarity", typeof(CosineSimilarity))]
    [InlineData("top_k_categorical_accuracy", typeof(TopKCategoricalAccuracy))]
    [InlineData("f1_score", typeof(F1Score))]
    [InlineData("Precision", typeof(Precision))]
    [InlineData("root_mean_squared_error", typeof(RootMeanSquaredError))]
    public void Names_are_Keras(string name, Type expected) => Assert.IsType(expected, Resolve(name, 3, 3));

    [Theory]
    [InlineData("crossentropy", 1, 1, typeof(BinaryCrossentropy))]
    [InlineData("ce", 1, 10, typeof(SparseCategoricalCrossentropy))]
    [InlineData("CE", 10, 10, typeof(CategoricalCrossentropy))]
    public void Crossentropy_picks_its_kind_by_shape(string name, long target, long output, Type expected) =>
        Assert.IsType(expected, Resolve(name, target, output));

    [Fact]
    public void Without_a_name_it_is_the_classs()
    {
        Assert.StartsWith("true_positives", new TruePositives().Name, StringComparison.Ordinal);
        Assert.StartsWith("one_hot_mean_io_u", new OneHotMeanIoU(2).Name, StringComparison.Ordinal);
        Assert.Equal("strict", new Precision(thresholds: [0.9], name: "strict").Name);
    }

    private static Metric Resolve(string name, long target, long output) =>
        ((MetricSpec)name).Resolve(new Shape(Dim.Batch, target), new Shape(Dim.Batch, output));
}
