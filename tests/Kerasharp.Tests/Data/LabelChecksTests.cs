using System.Numerics.Tensors;
using Kerasharp.Data;

namespace Kerasharp.Tests.Data;

public class LabelChecksTests
{
    [Fact]
    public void LabelsWithinTheClassesPass()
    {
        DataChecks.Labels("y", new[] { 0, 1, 2 }, 3);
        DataChecks.Labels(
            "y",
            new long[,]
            {
                { 2 },
                { 0 },
            },
            3
        );
        DataChecks.Labels("y", new byte[] { 255, 0 }, 1000);
        DataChecks.Labels("y", new float[] { 0, 2 }, 3);
    }

    [Fact]
    public void TheFirstLabelOutsideIsNamed()
    {
        Assert.Equal(
            "The label 3 came in y at (2, 0); whole numbers from 0 to 2 were expected, for the 3 classes of the model's output. "
                + "Number the classes 0, 1, 2, ..., or give the last layer more units.",
            Refusal(
                new[,]
                {
                    { 0 },
                    { 2 },
                    { 3 },
                    { 4 },
                }
            )
        );
        Assert.StartsWith("The label -1 came in y at (1,)", Refusal(new long[] { 0, -1 }));
        Assert.StartsWith("The label 255 came in y at (0,)", Refusal(new byte[] { 255 }));
        Assert.StartsWith("The label 1.5 came in y at (1,)", Refusal(new float[] { 1, 1.5f }));
        Assert.StartsWith("The label NaN came in y at (0,)", Refusal(new double[] { double.NaN }));
        Assert.StartsWith(
            "The label 18446744073709551615 came in y at (0,)",
            Refusal(Tensor.Create([ulong.MaxValue], [1]))
        );
        Assert.StartsWith("y came as Bool", Refusal(Tensor.Create([true], [1])));
    }

    private static string Refusal(TensorData labels) =>
        Assert.Throws<ArgumentException>(() => DataChecks.Labels("y", labels, 3)).Message;
}
