namespace Kerasharp.Datasets;

/// <summary>
/// Handwritten digits, 1,797 images of 8 x 8 pixels in ten classes; embedded, so it needs no file.
/// The test part of UCI's "Optical Recognition of Handwritten Digits" (Alpaydin, Kaynak 1998, CC BY 4.0, https://doi.org/10.24432/C50P49),
/// which scikit-learn's <c>load_digits</c> gives too.
/// </summary>
public static class Digits
{
    /// <summary>Loads the set in an order drawn by <paramref name="seed"/>, in two parts.</summary>
    /// <param name="testFraction">The part of the samples to test with, above 0 and below 1.</param>
    /// <param name="seed">Draws the order; the same seed gives the same split on every machine.</param>
    /// <returns>
    /// Train and test part; X of shape (n, 8, 8, 1) in 0..1 (the original's 0..16, divided by 16), Y of shape (n,) in 0..9.
    /// By default 1,438 and 359 samples.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="testFraction"/> leaves one part empty.</exception>
    /// <example><code>
    /// var (train, test) = Digits.Load();
    /// model.Fit(train.X, train.Y);
    /// </code></example>
    public static DataSplit<float, int> Load(double testFraction = 0.2, int seed = 0)
    {
        var pixels = ReadPixels();
        var labels = ReadLabels();
        return Splitter.Split(
            Array.ConvertAll(pixels, pixel => pixel / 16f),
            Array.ConvertAll(labels, label => (int)label),
            [8, 8, 1],
            testFraction,
            seed
        );
    }

    internal static byte[] ReadPixels() => Read("digits-images.idx.gz");

    internal static byte[] ReadLabels() => Read("digits-labels.idx.gz");

    private static byte[] Read(string name)
    {
        using var stream = Resource.Open(name);
        return IdxFile.Read(stream, name).Values;
    }
}
