using Kerasharp.Data;
using Kerasharp.Datasets;
using Kerasharp.Layers;

namespace Kerasharp.Tests.Data.Pipelines;

public sealed class FolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pictures_go_by_their_folders()
    {
        Pictures(("dogs", 3), ("cats", 2), (".hidden", 1));
        File.WriteAllText(Path.Combine(_folder.Path, "cats", "notes.txt"), "no picture");
        var data = Dataset.FromImageFolder(_folder.Path, imageSize: (4, 6), shuffle: false);
        Assert.Equal(["cats", "dogs"], data.ClassNames);
        Assert.Equal(["0.png", "1.png", "0.png", "1.png", "2.png"], data.FilePaths.Select(p => Path.GetFileName(p)));
        Assert.Equal(5, data.Count);
        var batch = data.Batch(8).Single();
        Assert.Equal("x: Float32 (5, 4, 6, 3), y: Int32 (5,)", batch.ToString());
        Assert.Equal([0, 0, 1, 1, 1], batch.Y![0].ToArray<int>());
        // Each picture has its number in all pixels, and dogs begin with 100.
        Assert.Equal(
            [0, 1, 100, 101, 102],
            batch.X[0].ToArray<float>().Chunk(72).Select(c => c.Select(v => MathF.Round(v)).Distinct().Single())
        );

        Assert.Equal(
            "x: Float32 (4, 4, 6, 1), y: Float32 (4, 2)",
            Dataset
                .FromImageFolder(_folder.Path, labelMode: "categorical", colorMode: "grayscale", imageSize: (4, 6))
                .Batch(4)
                .First()
                .ToString()
        );
        var binary = Dataset.FromImageFolder(
            _folder.Path,
            labelMode: "binary",
            classNames: ["dogs", "cats"],
            colorMode: "rgba",
            imageSize: (2, 2),
            shuffle: false
        );
        Assert.Equal([0, 0, 0, 1, 1], binary.Batch(5).Single().Y![0].ToArray<int>());
        Assert.Equal("x: Float32 (2, 2, 4), y: Float32 (1,)", binary.First().ToString());
        Assert.Null(Dataset.FromImageFolder(_folder.Path, labelMode: null, imageSize: (2, 2)).First().Y);
        Assert.Equal(
            [5, 4, 3, 2, 1, 0],
            Dataset
                .FromImageFolder(_folder.Path, labels: [5, 4, 3, 2, 1, 0], imageSize: (2, 2), shuffle: false)
                .Select(s => s.Y![0].ToScalar<int>())
        );
    }

    [Fact]
    public void Parts_are_Keras_s_and_each_pass_has_an_order_of_its_own()
    {
        Pictures(("a", 6), ("b", 4));
        FolderDataset<Sample> Part(string subset) =>
            Dataset.FromImageFolder(_folder.Path, imageSize: (1, 1), seed: 1, validationSplit: 0.3, subset: subset);
        // numpy.random.RandomState(1).shuffle(list(range(10))) gives 2 9 6 4 0 3 1 7 8 5.
        Assert.Equal([2, 103, 100, 4, 0, 3, 1], Part("training").FilePaths.Select(Number));
        Assert.Equal([101, 102, 5], Part("validation").FilePaths.Select(Number));
        float[] Values(long pass) => [.. Part("training").Open(pass).Rest().Select(s => s.X[0].ToArray<float>()[0])];
        Assert.NotEqual(Values(0), Values(1));
        Assert.Equal(Values(1), Values(1));
        Assert.Equal([0, 1, 2, 3, 4, 100, 103], Values(2).Order());

        static int Number(string path) =>
            int.Parse(Path.GetFileNameWithoutExtension(path))
            + (path.Contains($"{Path.DirectorySeparatorChar}b") ? 100 : 0);
    }

    [Fact]
    public void A_broken_picture_is_named()
    {
        Pictures(("a", 2));
        string broken = Path.Combine(_folder.Path, "a", "1.png");
        File.WriteAllText(broken, "no picture");
        var data = Dataset.FromImageFolder(_folder.Path, imageSize: (2, 2), shuffle: false);
        var error = Assert.Throws<DatasetException>(() => data.ToArray());
        Assert.IsType<DatasetFormatException>(error.InnerException);
        Assert.StartsWith(
            $"The file {broken}, element 1, could not be read: In {broken} came a beginning",
            error.Message
        );
    }

    [Fact]
    public void Arguments_that_do_not_fit_are_refused()
    {
        Pictures(("a", 1), ("b", 1), ("c", 1));
        string path = _folder.Path;
        void Refused<TException>(string part, Action action)
            where TException : Exception => Assert.Contains(part, Assert.Throws<TException>(action).Message);
        Refused<ArgumentException>(
            "3 classes (a, b, c); two were expected",
            () => Dataset.FromImageFolder(path, labelMode: "binary")
        );
        Refused<ArgumentException>("'d' came; the folder", () => Dataset.FromImageFolder(path, classNames: ["a", "d"]));
        Refused<ArgumentException>("2 labels came for 3 files", () => Dataset.FromImageFolder(path, labels: [1, 2]));
        Refused<ArgumentException>(
            "without a seed",
            () => Dataset.FromImageFolder(path, validationSplit: 0.5, subset: "training")
        );
        Refused<ArgumentException>("both were expected", () => Dataset.FromImageFolder(path, validationSplit: 0.5));
        Refused<ArgumentOutOfRangeException>(
            "between 0 and 1",
            () => Dataset.FromImageFolder(path, validationSplit: 1, subset: "training", seed: 1)
        );
        Refused<ArgumentException>("'cubic' is not known", () => Dataset.FromImageFolder(path, interpolation: "cubic"));
        Refused<ArgumentException>("No texts came", () => Dataset.FromTextFolder(path));
        Refused<DirectoryNotFoundException>("is not there", () => Dataset.FromImageFolder(path + "x"));
    }

    [Fact]
    public void Texts_are_read_whole_or_to_a_length()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "good"));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "bad"));
        File.WriteAllText(Path.Combine(_folder.Path, "good", "1.txt"), "café au lait");
        File.WriteAllText(Path.Combine(_folder.Path, "bad", "2.txt"), "no");
        var data = Dataset.FromTextFolder(_folder.Path, shuffle: false);
        Assert.Equal(["no", "café au lait"], data.Select(t => t.Text));
        Assert.Equal([0, 1], data.Select(t => t.Y![0].ToScalar<int>()));
        // é takes two bytes, of which the second is behind the end.
        Assert.Equal(
            ["no", "caf"],
            Dataset.FromTextFolder(_folder.Path, shuffle: false, maxLength: 4).Select(t => t.Text)
        );
        Assert.Equal([2, 12], data.Map(t => new Sample(t.Text.Length, t.Y)).Batch(2).Single().X[0].ToArray<int>());
    }

    [Theory]
    [InlineData("bilinear", false)]
    [InlineData("nearest", false)]
    [InlineData("bicubic", false)]
    [InlineData("lanczos3", false)]
    [InlineData("lanczos5", true)]
    [InlineData("bilinear", true)]
    public void Pictures_are_scaled_as_the_Resizing_layer_scales_them(string interpolation, bool crop)
    {
        var random = new Random(1);
        foreach (var (height, width) in new[] { (5, 9), (16, 3), (7, 7), (31, 20) })
        {
            var image = new PixelImage(height, width, 3, new byte[height * width * 3]);
            random.NextBytes(image.Pixels);
            var scaled = new ImageScaler(7, 8, interpolation, crop, pad: false).Scale(image);
            float[] pixels = [.. image.Pixels.Select(p => (float)p)];
            var layer = new Resizing(7, 8, interpolation, cropToAspectRatio: crop);
            var expected = layer.Apply(System.Numerics.Tensors.Tensor.Create(pixels, [1, height, width, 3]));
            Assert.All(
                expected.ToArray().Zip(scaled.Cast<float>()),
                pair => Assert.Equal(pair.First, pair.Second, 1e-3f)
            );
        }
    }

    [Fact]
    public void Other_curves_and_margins_are_those_of_their_formulas()
    {
        var image = new PixelImage(1, 4, 1, [10, 30, 50, 90]);
        float[] Scaled(int width, string interpolation, int height = 1, bool pad = false) =>
            [.. new ImageScaler(height, width, interpolation, crop: false, pad).Scale(image).Cast<float>()];
        Assert.Equal([20, 70], Scaled(2, "area"));
        Assert.Equal([10, 30, 50, 90], Scaled(4, "mitchellcubic"));
        // A row in the middle of four: the picture stays as wide.
        Assert.Equal([0, 0, 0, 0, 10, 30, 50, 90, 0, 0, 0, 0], Scaled(4, "bilinear", height: 3, pad: true));
        // Two places between 0 and 1, 2 and 3: Mitchell's cubic at 1/2 is 77/144, at 3/2 -5/144, of which one is cut off outside.
        double near = 77 / 144.0;
        double far = -5 / 144.0;
        double expected = (near * (10 + 30) + far * 50) / (2 * near + far);
        Assert.Equal(expected, Scaled(2, "mitchellcubic")[0], 1e-4);
        double at = Math.Exp(-0.5);
        Assert.Equal((at * (10 + 30)) / (2 * at), Scaled(2, "gaussian")[0], 1e-4);
    }

    private void Pictures(params (string Folder, int Count)[] folders)
    {
        foreach (var (folder, count) in folders)
        {
            string path = Directory.CreateDirectory(Path.Combine(_folder.Path, folder)).FullName;
            for (int i = 0; i < count; i++)
            {
                var pixels = new byte[3 * 5 * 3];
                Array.Fill(pixels, (byte)(folder is "dogs" or "b" ? 100 + i : i));
                PngFile.Write(Path.Combine(path, FormattableString.Invariant($"{i}.png")), pixels, 3, 5, 3);
            }
        }
    }
}
