using System.Globalization;
using System.Numerics.Tensors;

namespace Kerasharp.Datasets;

/// <summary>
/// Reads files of the UCR archive of time series (Dau et al. 2018, http://www.cs.ucr.edu/~eamonn/time_series_data_2018): a series a line,
/// its class first, then its values; between them spaces, tabs or commas. All series of a file are of one length.
/// </summary>
/// <example><code>
/// var train = UcrFile.Read("GunPoint_TRAIN.txt");
/// Console.WriteLine($"{train.Count} series of {train.X.Lengths[1]} values");
/// </code></example>
public static class UcrFile
{
    private static readonly char[] Between = [' ', '\t', ','];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, such as <c>GunPoint_TRAIN.txt</c>.</param>
    /// <returns>X of shape (n, steps, 1), as 1D convolutions and recurrent layers take it; Y of shape (n,), the classes as the file has them.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DatasetFormatException">It holds no series, series of different lengths, or something that is no number.</exception>
    public static LabeledData<float, int> Read(string path)
    {
        using var reader = new StreamReader(path);
        return Read(reader, path);
    }

    /// <summary>Reads text.</summary>
    /// <param name="text">The series.</param>
    /// <param name="name">What messages call it.</param>
    /// <returns>X of shape (n, steps, 1); Y of shape (n,), the classes as the text has them.</returns>
    /// <exception cref="DatasetFormatException">It holds no series, series of different lengths, or something that is no number.</exception>
    public static LabeledData<float, int> Read(TextReader text, string name)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<float> x = [];
        List<int> y = [];
        int steps = 0;
        for (int line = 1; text.ReadLine() is { } row; line++)
        {
            var cells = row.Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (cells.Length == 0)
                continue;
            if (y.Count == 0)
                steps = cells.Length - 1;
            if (steps == 0)
                throw Refused(name, $"a class without values in line {line}", "a class and the values of a series");
            if (cells.Length - 1 != steps)
                throw Refused(
                    name,
                    $"a series of {cells.Length - 1} values in line {line}",
                    $"{steps} values, as in the first line"
                );
            y.Add(Class(cells[0], name, line));
            for (int i = 1; i < cells.Length; i++)
                x.Add(Value(cells[i], name, line, i));
        }
        if (y.Count == 0)
            throw Refused(name, "no series", "a series in each line");
        return new(Tensor.Create(x.ToArray(), [y.Count, steps, 1]), Tensor.Create(y.ToArray(), [y.Count]));
    }

    /// <summary>Older files write classes as 1.0000000e+00.</summary>
    private static int Class(string cell, string name, int line) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        && double.IsInteger(value)
        && Math.Abs(value) <= int.MaxValue
            ? (int)value
            : throw Refused(name, $"the class '{Shown(cell)}' in line {line}", "a whole number");

    private static float Value(string cell, string name, int line, int number) =>
        float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value)
            ? value
            : throw Refused(name, $"'{Shown(cell)}' in line {line}, value {number}", "a finite number");

    private static string Shown(string cell) => cell.Length <= 40 ? cell : $"{cell[..40]}…";

    private static DatasetFormatException Refused(string name, string came, string expected) =>
        new(
            $"In {name} came {came}; expected {expected}. Take a file of the UCR archive, or mend this one: a series a line, its class first; gaps filled, and shorter series made as long as the others."
        );
}
