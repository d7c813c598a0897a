namespace Kerasharp.Datasets;

/// <summary>Reads Keras's files of houses: the arrays x, a row for each district, and y, its price.</summary>
internal static class HousingFile
{
    public static (float[] X, float[] Y) Read(string path, int rows, int columns)
    {
        using var file = NpzFile.Open(path);
        return (
            NpyNumbers.Singles(file.Read("x"), $"{path}/x", rows, columns),
            NpyNumbers.Singles(file.Read("y"), $"{path}/y", rows)
        );
    }
}
