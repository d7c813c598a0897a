namespace Kerasharp.Probe;

/// <summary>Data that are the same in every process, whatever the seed of the models.</summary>
internal static class ProbeData
{
    /// <summary>Images of noise with a bright row; the class is the row.</summary>
    public static (float[,,,] X, int[] Y) Images(int count, int size = 8)
    {
        var random = new Random(7);
        var x = new float[count, size, size, 1];
        var y = new int[count];
        for (int n = 0; n < count; n++)
        {
            y[n] = random.Next(size);
            for (int i = 0; i < size; i++)
            for (int j = 0; j < size; j++)
                x[n, i, j, 0] = random.NextSingle() * 0.5f + (i == y[n] ? 0.5f : 0);
        }
        return (x, y);
    }

    /// <summary>Points in four dimensions; the class is the largest of the first three.</summary>
    public static (float[,] X, int[] Y) Points(int count)
    {
        var random = new Random(11);
        var x = new float[count, 4];
        var y = new int[count];
        for (int n = 0; n < count; n++)
        {
            for (int i = 0; i < 4; i++)
                x[n, i] = random.NextSingle();
            for (int i = 1; i < 3; i++)
                if (x[n, i] > x[n, y[n]])
                    y[n] = i;
        }
        return (x, y);
    }
}
