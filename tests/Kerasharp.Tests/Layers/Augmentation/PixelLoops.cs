namespace Kerasharp.Tests.Layers;

/// <summary>Images read between pixels, pixel by pixel in double precision.</summary>
internal static class PixelLoops
{
    /// <summary>An image (height, width, channels) read at other places.</summary>
    public static double[] Read(
        float[] image,
        (int Height, int Width, int Channels) size,
        Func<int, int, (double Y, double X)> where,
        string interpolation = "bilinear",
        string fillMode = "reflect",
        double fillValue = 0
    )
    {
        var result = new double[image.Length];
        for (int y = 0; y < size.Height; y++)
        for (int x = 0; x < size.Width; x++)
        for (int c = 0; c < size.Channels; c++)
        {
            var (fromY, fromX) = where(y, x);
            double sum = 0;
            foreach (var (row, rowWeight) in Neighbours(fromY, interpolation))
            foreach (var (column, columnWeight) in Neighbours(fromX, interpolation))
            {
                int? i = Mend(row, size.Height, fillMode);
                int? j = Mend(column, size.Width, fillMode);
                double value =
                    i is null || j is null ? fillValue : image[(i.Value * size.Width + j.Value) * size.Channels + c];
                sum += rowWeight * columnWeight * value;
            }
            result[(y * size.Width + x) * size.Channels + c] = sum;
        }
        return result;
    }

    private static (int, double)[] Neighbours(double place, string interpolation)
    {
        if (interpolation == "nearest")
            return [((int)Math.Round(place), 1)];
        double below = Math.Floor(place);
        return [((int)below, 1 - (place - below)), ((int)below + 1, place - below)];
    }

    private static int? Mend(int place, int size, string fillMode)
    {
        if (place >= 0 && place < size)
            return place;
        int[] period = fillMode switch
        {
            "wrap" => [.. Enumerable.Range(0, size)],
            "mirror" => [.. Enumerable.Range(0, size), .. Enumerable.Range(1, size - 2).Reverse()],
            _ => [.. Enumerable.Range(0, size), .. Enumerable.Range(0, size).Reverse()],
        };
        return fillMode switch
        {
            "constant" => null,
            "nearest" => place < 0 ? 0 : size - 1,
            _ => period[(place % period.Length + period.Length) % period.Length],
        };
    }
}
