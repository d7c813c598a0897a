using Kerasharp.Data;

namespace Kerasharp.Tests.Data;

public class ClassWeightsTests
{
    private readonly Dictionary<int, double> _weights = new() { [0] = 0.5, [2] = 4 };

    [Fact]
    public void AClassThatIsNotNamedWeighsOne()
    {
        float[] expected = [4, 1, 0.5f, 4];
        Assert.Equal(expected, ClassWeights.For("y", new[] { 2, 1, 0, 2 }, _weights));
        Assert.Equal(
            expected,
            ClassWeights.For(
                "y",
                new byte[,]
                {
                    { 2 },
                    { 1 },
                    { 0 },
                    { 2 },
                },
                _weights
            )
        );
        Assert.Equal(
            expected,
            ClassWeights.For(
                "y",
                new float[,]
                {
                    { 0, 0, 1 },
                    { 0, 1, 0 },
                    { 1, 0, 0 },
                    { 0.2f, 0.3f, 0.5f },
                },
                _weights
            )
        );
    }

    [Fact]
    public void TargetsWithoutOneClassForEachExampleAreRefused() =>
        Assert.Equal(
            "Class weights came with y of shape (2, 3, 4); they need one class for each example: labels (n,) or (n, 1), or one-hot rows (n, classes). "
                + "Give sample weights instead.",
            Assert.Throws<ArgumentException>(() => ClassWeights.For("y", new int[2, 3, 4], _weights)).Message
        );

    [Theory]
    [InlineData(-1, 1.0)]
    [InlineData(1, -0.5)]
    [InlineData(1, double.NaN)]
    public void WrongWeightsAreRefused(int label, double weight) =>
        Assert.Throws<ArgumentException>(() =>
            ClassWeights.For("y", new[] { 0 }, new Dictionary<int, double> { [label] = weight })
        );
}
