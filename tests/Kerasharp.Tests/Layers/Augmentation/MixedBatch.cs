using Kerasharp.Layers;
using Kerasharp.Tests.Layers.Examples;

namespace Kerasharp.Tests.Layers;

/// <summary>A batch in which each image has a class of its own, so that labels tell what was mixed.</summary>
internal static class MixedBatch
{
    /// <summary>So many images of one channel.</summary>
    public static float[] Images(int count, int height, int width) => LayerHarness.Normal(count * height * width, 3);

    /// <summary>A step of training of images and a class for each.</summary>
    public static LayerStep.Results Run(Layer layer, float[] images, int height = 2, int width = 3)
    {
        int count = images.Length / (height * width);
        float[] labels = new float[count * count];
        for (int i = 0; i < count; i++)
            labels[i * count + i] = 1;
        var example = new[] { LayerInput.Normal(count, height, width, 1), LayerInput.Normal(count, count) };
        return new LayerStep(layer, example).Run(
            training: true,
            inputs: new Dictionary<int, float[]> { [0] = images, [1] = labels }
        );
    }

    /// <summary>The weight of each image's own label, and whose the other one is: its own, where nothing else is to be seen.</summary>
    public static (double[] Weights, int[] Partners) Read(double[] labels, int count)
    {
        double[][] rows = [.. labels.Chunk(count)];
        Assert.All(rows, r => Assert.Equal(1, r.Sum(), 1e-5));
        Assert.All(rows, r => Assert.True(r.Count(v => v != 0) <= 2));
        int[] partners = [.. rows.Select((r, i) => Other(r, i) is >= 0 and var other ? other : i)];
        // An order has everyone once.
        int[] seen = [.. partners.Where((p, i) => p != i)];
        Assert.Equal(seen.Length, seen.Distinct().Count());
        Assert.True(seen.Length > 1);
        return ([.. rows.Select((r, i) => r[i])], partners);
    }

    private static int Other(double[] row, int own) =>
        Enumerable.Range(0, row.Length).Where(i => i != own && row[i] != 0).DefaultIfEmpty(-1).First();
}
