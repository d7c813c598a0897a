using System.Numerics.Tensors;

namespace Kerasharp.Datasets;

/// <summary>
/// Data sets of the UCR archive of time series, such as GunPoint, ECG200 and Plane: short series, each of a class, parted into training and
/// test data by the archive (Dau et al. 2018, http://www.cs.ucr.edu/~eamonn/time_series_data_2018).
/// </summary>
/// <remarks>The archive's files are not downloaded: its authors ask that one reads about them before.</remarks>
public static class UcrArchive
{
    /// <summary>Where the files lie in a folder of data sets.</summary>
    private const string Folder = "timeseries";

    /// <summary>What files are called: in older copies of the archive, and in that of 2018.</summary>
    private static readonly string[] Endings = [".txt", ".tsv"];

    /// <summary>
    /// Loads a set from <c>timeseries/NAME/NAME_TRAIN.txt</c> and <c>NAME_TEST.txt</c>, or <c>.tsv</c>, in the folder that
    /// <c>KERASHARP_DATA</c> names, else in <c>datasets</c> in the cache folder (<c>KERASHARP_CACHE</c>, or the user's).
    /// </summary>
    /// <param name="name">The set's name as the archive writes it, such as <c>"GunPoint"</c>.</param>
    /// <returns>
    /// Train and test part; X of shape (n, steps, 1), as 1D convolutions and recurrent layers take it; Y of shape (n,), classes from 0 in the
    /// order of the numbers that the files have for them.
    /// </returns>
    /// <exception cref="ArgumentException">The name is no name.</exception>
    /// <exception cref="DatasetNotFoundException">No folder holds the files.</exception>
    /// <exception cref="DatasetFormatException">A file is damaged, or the two do not belong together.</exception>
    /// <example><code>
    /// var (train, test) = UcrArchive.Load("GunPoint");   // 50 and 150 series of 150 steps, classes 0 and 1
    /// </code></example>
    public static DataSplit<float, int> Load(string name) => Load(DatasetFolders.Default, name);

    internal static DataSplit<float, int> Load(DatasetFolders folders, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            throw new ArgumentException(
                $"'{name}' came as a set's name; letters, digits, '_' and '-' were expected. Give the name as the archive writes it, such as GunPoint.",
                nameof(name)
            );
        string folder = Path.Combine(Folder, name);
        string ending = Endings.FirstOrDefault(e => folders.TryFind(folder, Files(name, e)) is not null) ?? Endings[0];
        var files = Files(name, ending);
        string found = folders.Find($"The UCR set {name}", folder, files);
        var (train, test) = (Read(files[0]), Read(files[1]));
        if (train.X.Lengths[1] != test.X.Lengths[1])
            throw BrokenFile.Error(
                Path.Combine(found, files[1]),
                $"series of {test.X.Lengths[1]} values",
                $"{train.X.Lengths[1]}, as in {files[0]}"
            );
        int[] classes = [.. Labels(train).Distinct().Order()];
        return new(Numbered(train), Numbered(test));

        LabeledData<float, int> Read(string file) => UcrFile.Read(Path.Combine(found, file));

        LabeledData<float, int> Numbered(LabeledData<float, int> part)
        {
            int[] labels = [.. Labels(part).Select(label => Array.BinarySearch(classes, label))];
            int unknown = Array.FindIndex(labels, label => label < 0);
            return unknown < 0
                ? part with
                {
                    Y = Tensor.Create(labels, [labels.Length]),
                }
                : throw BrokenFile.Error(
                    Path.Combine(found, files[1]),
                    $"the class {part.Y[unknown]} of series {unknown + 1}",
                    $"one of {string.Join(", ", classes)}, as in {files[0]}"
                );
        }
    }

    private static string[] Files(string name, string ending) => [$"{name}_TRAIN{ending}", $"{name}_TEST{ending}"];

    private static int[] Labels(LabeledData<float, int> part)
    {
        var labels = new int[part.Count];
        part.Y.FlattenTo(labels);
        return labels;
    }
}
