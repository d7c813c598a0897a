using Kerasharp.Looking;
using Kerasharp.Losses;
using Kerasharp.Metrics;

namespace Kerasharp.Tests.Looking;

public class BestValueTests
{
    [Theory]
    [InlineData("loss", false)]
    [InlineData("val_loss", false)]
    [InlineData("accuracy", true)]
    [InlineData("val_binary_accuracy", true)]
    [InlineData("auc_1", true)]
    [InlineData("true_positives", true)]
    [InlineData("false_positives_3", false)]
    [InlineData("mean_io_u", true)]
    [InlineData("accuracy_head_loss", false)]
    [InlineData("sensitivity_at_specificity", true)]
    [InlineData("learning_rate", null)]
    [InlineData("mine", null)]
    public void The_name_tells_what_is_good(string name, bool? large) => Assert.Equal(large, BestValue.IsLarge(name));

    [Fact]
    public void All_of_Keras_are_known()
    {
        foreach (string name in MetricSpec.Names.Except(["mean", "sum", "Mean", "Sum"]))
            Assert.True(BestValue.IsLarge(name) is not null, name);
        foreach (string name in Loss.Names.Where(n => n.Contains('_', StringComparison.Ordinal)))
            Assert.True(BestValue.IsLarge(name) is not null, name);
    }

    [Fact]
    public void The_first_of_the_best_finite_values_counts()
    {
        Assert.Equal(2, BestValue.Index("loss", [double.NaN, 3, 1, 1, double.NegativeInfinity]));
        Assert.Equal(1, BestValue.Index("auc", [0.5, 0.9, 0.9, double.PositiveInfinity]));
        Assert.Null(BestValue.Index("loss", [double.NaN]));
        Assert.Null(BestValue.Index("mine", [1, 2]));
    }
}
