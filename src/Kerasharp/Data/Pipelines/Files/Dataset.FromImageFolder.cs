using Kerasharp.Datasets;
using Kerasharp.Layers;

namespace Kerasharp.Data;

public static partial class Dataset
{
    /// <summary>The pictures of a folder (PNG, JPEG, BMP), all brought to one size; the folders within it are their classes.</summary>
    /// <param name="directory">The folder. With labels of the folders' names: <c>cats/1.png</c>, <c>dogs/2.jpg</c>.</param>
    /// <param name="labels">The number of each file's class, in the order of the files' paths; by default that of the folder that it is in.</param>
    /// <param name="labelMode">
    /// <c>int</c>: the class's number (int); <c>categorical</c>: a row with 1 at the class (float); <c>binary</c>: 0 or 1, shape (1,) (float);
    /// null: no targets.
    /// </param>
    /// <param name="classNames">The folders to take as classes, in this order; by default all, in ordinal order.</param>
    /// <param name="colorMode"><c>rgb</c>, <c>grayscale</c> or <c>rgba</c>: 3, 1 or 4 channels.</param>
    /// <param name="imageSize">Height and width.</param>
    /// <param name="shuffle">Whether the pictures come in random order, each pass in another.</param>
    /// <param name="seed">Decides the order, and with it the split; by default the next seed of <see cref="Utils.SetRandomSeed"/>'s stream.</param>
    /// <param name="validationSplit">The part of the pictures to validate on, between 0 and 1.</param>
    /// <param name="subset"><c>training</c> or <c>validation</c>: which part this is. Call it for both, with the same seed.</param>
    /// <param name="interpolation">
    /// How sizes are changed: <c>bilinear</c>, <c>nearest</c>, <c>bicubic</c>, <c>area</c>, <c>lanczos3</c>, <c>lanczos5</c>, <c>gaussian</c>,
    /// <c>mitchellcubic</c>.
    /// </param>
    /// <param name="followLinks">Whether links to folders and files are followed.</param>
    /// <param name="cropToAspectRatio">Whether proportions are kept by cutting off what is too much at both sides.</param>
    /// <param name="padToAspectRatio">Whether proportions are kept by black margins.</param>
    /// <returns>Samples of float from 0 to 255, shape (height, width, channels); call <c>Batch</c> on them.</returns>
    /// <exception cref="ArgumentException">An argument is not known, does not fit the folder, or there are no pictures.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <remarks>
    /// Pictures are read and brought to size on all cores, as they are needed. Unlike in Keras, batches are made by <c>Batch</c>, and GIF is
    /// refused. Keras: <c>keras.utils.image_dataset_from_directory</c>; a split by the same seed is Keras's.
    /// </remarks>
    /// <example><code>
    /// var train = Dataset.FromImageFolder("pets", imageSize: (180, 180), validationSplit: 0.2, subset: "training", seed: 1);
    /// var batches = train.Batch(32).Prefetch(2);
    /// </code></example>
    public static FolderDataset<Sample> FromImageFolder(
        string directory,
        IReadOnlyList<int>? labels = null,
        string? labelMode = "int",
        IReadOnlyList<string>? classNames = null,
        string colorMode = "rgb",
        (int Height, int Width)? imageSize = null,
        bool shuffle = true,
        int? seed = null,
        double? validationSplit = null,
        string? subset = null,
        string interpolation = "bilinear",
        bool followLinks = false,
        bool cropToAspectRatio = false,
        bool padToAspectRatio = false
    )
    {
        var (height, width) = imageSize ?? (256, 256);
        Arguments.OneOf(colorMode, "color mode", "rgb", "grayscale", "rgba");
        int channels = colorMode switch
        {
            "grayscale" => 1,
            "rgb" => 3,
            _ => 4,
        };
        var scaler = new ImageScaler(height, width, interpolation, cropToAspectRatio, padToAspectRatio);
        var index = new FolderIndex(directory, [".bmp", ".gif", ".jpeg", ".jpg", ".png"], "pictures")
        {
            Labels = labels,
            LabelMode = labelMode,
            ClassNames = classNames,
            Shuffle = shuffle,
            Seed = seed,
            ValidationSplit = validationSplit,
            Subset = subset,
            FollowLinks = followLinks,
        };
        return FromFiles(
            index,
            (path, target) => new Sample(scaler.Scale(ImageFile.Read(path).WithChannels(channels)), target)
        );
    }

    private static FolderDataset<T> FromFiles<T>(FolderIndex index, Func<string, SampleDataList?, T> read)
    {
        var files = index.Find();
        Dataset<int> numbers = Range(0, files.Paths.Length);
        if (index.Shuffle)
            numbers = numbers.Shuffle(files.Paths.Length, index.Seed);
        // Only the shuffled files change places; what a training run validates on stays as it is.
        if (index.Subset == "validation")
            numbers = Range(0, files.Paths.Length);
        return new FolderDataset<T>(
            new MapDataset<int, T>(
                numbers,
                (i, _, _) => read(files.Paths[i], files.Target(i, index.LabelMode)),
                PipelineArguments.Parallelism(null),
                (e, i, place) => DatasetException.Unreadable(files.Paths[i], place, e)
            ),
            files
        );
    }
}
