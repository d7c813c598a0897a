namespace Kerasharp.Layers;

/// <summary>How frequencies of a spectrum go into bands of the mel scale: triangles that overlap by half.</summary>
internal static class MelScale
{
    /// <summary>The weights, (bands, frequencies), row after row. The first frequency, 0 hertz, goes into none.</summary>
    /// <param name="bands">How many bands.</param>
    /// <param name="frequencies">How many frequencies, from 0 to half the sampling rate.</param>
    /// <param name="samplingRate">Samples a second.</param>
    /// <param name="lowest">Where the lowest band begins, in hertz.</param>
    /// <param name="highest">Where the highest band ends.</param>
    public static double[] Weights(int bands, int frequencies, double samplingRate, double lowest, double highest)
    {
        var weights = new double[bands * frequencies];
        var (low, high) = (Mel(lowest), Mel(highest));
        for (int band = 0; band < bands; band++)
        {
            double start = Edge(band);
            double centre = Edge(band + 1);
            double end = Edge(band + 2);
            for (int k = 1; k < frequencies; k++)
            {
                double mel = Mel(samplingRate / 2 * k / (frequencies - 1));
                double up = (mel - start) / (centre - start);
                double down = (end - mel) / (end - centre);
                weights[band * frequencies + k] = Math.Max(0, Math.Min(up, down));
            }
        }
        return weights;

        double Edge(int i) => low + (high - low) * i / (bands + 1);
    }

    private static double Mel(double hertz) => 1127 * Math.Log(1 + hertz / 700);
}
