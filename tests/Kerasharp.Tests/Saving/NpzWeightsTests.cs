using Kerasharp.Datasets;
using Kerasharp.Layers;
using Kerasharp.Saving;
using Kerasharp.Tests.Shared;

namespace Kerasharp.Tests.Saving;

/// <summary>Weights as NumPy's arrays, to Python and back.</summary>
public sealed class NpzWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder["w.npz"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AreNamedByPathInKerassOrder()
    {
        using var model = ModelSaveTests.Network();
        model.SaveWeights(Path);
        using (var file = NpzFile.Open(Path))
        {
            Assert.Equal(
                [
                    "first/kernel",
                    "first/bias",
                    "norm/gamma",
                    "norm/beta",
                    "norm/moving_mean",
                    "norm/moving_variance",
                    "second/kernel",
                    "second/bias",
                ],
                file.Names
            );
            Assert.Equal(model.Snapshot()[0], file.Read("first/kernel").ToTensor<float>().ToFlat());
        }
        using var other = ModelSaveTests.Network();
        other.LoadWeights(Path);
        Assert.Equal(model.Snapshot(), other.Snapshot());
    }

    [Fact]
    public void ArraysWithoutNamesGoByTheirOrder()
    {
        // Eleven of them: arr_10 comes after arr_9, not after arr_1, wherever it stands in the file.
        using var model = new Sequential([
            new Input(2),
            .. Enumerable.Range(0, 5).Select(i => new Dense(2, name: $"d{i}")),
            new Dense(2, useBias: false, name: "last"),
        ]);
        var arrays = model
            .GetWeights()
            .Select((w, i) => KeyValuePair.Create($"arr_{i}", NpyArray.From<float>(w)))
            .OrderBy(a => a.Key, StringComparer.Ordinal);
        NpzFile.Write(Path, arrays);
        using var other = new Sequential([
            new Input(2),
            .. Enumerable.Range(0, 5).Select(_ => new Dense(2)),
            new Dense(2, useBias: false),
        ]);
        other.LoadWeights(Path);
        Assert.Equal(model.Snapshot(), other.Snapshot());
    }

    [Fact]
    public void WhatNumPyPackedIsRead()
    {
        // numpy.savez_compressed(path, numpy.array([[0.5], [0.25]]), numpy.array([3], dtype="float32")), NumPy 1.24.2.
        const string File =
            "UEsDBBQAAAAIAAAAIQDG5hrITwAAAJAAAAAJABQAYXJyXzAubnB5AQAQAJAAAAAAAAAATwAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2"
            + "ahrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOgqGmjoKtQpkAy4GMHhgD6Ev2AMAUEsDBBQAAAAIAAAAIQCyjRd4SAAAAIQAAAAJ"
            + "ABQAYXJyXzEubnB5AQAQAIQAAAAAAAAASAAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2airqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2"
            + "ckFqQC+RqGOpo6CrUKFAAuBgYHBwBQSwECFAMUAAAACAAAACEAxuYayE8AAACQAAAACQAAAAAAAAAAAAAAgAEAAAAAYXJyXzAubnB5UEsBAhQD"
            + "FAAAAAgAAAAhALKNF3hIAAAAhAAAAAkAAAAAAAAAAAAAAIABigAAAGFycl8xLm5weVBLBQYAAAAAAgACAG4AAAANAQAAAAA=";
        using var model = new Sequential([new Input(2), new Dense(1)]);
        System.IO.File.WriteAllBytes(Path, Convert.FromBase64String(File));
        model.LoadWeights(Path);
        Assert.Equal(
            [
                [0.5f, 0.25f],
                [3],
            ],
            model.Snapshot()
        );
    }

    [Fact]
    public void DoublesAndHalvesAreConverted()
    {
        using var model = new Sequential([new Input(2), new Dense(1)]);
        NpzFile.Write(
            Path,
            [
                new("arr_0", NpyArray.From<double>(System.Numerics.Tensors.Tensor.Create([0.5, 0.25], [2, 1]))),
                new("arr_1", NpyArray.From<Half>(System.Numerics.Tensors.Tensor.Create([(Half)3], [1]))),
            ]
        );
        model.LoadWeights(Path);
        Assert.Equal(
            [
                [0.5f, 0.25f],
                [3],
            ],
            model.Snapshot()
        );
    }

    [Fact]
    public void OtherArraysChangeNothing()
    {
        using var model = new Sequential([new Input(2), new Dense(3, name: "d")]);
        float[][] before = model.Snapshot();
        Fails<float>("'arr_0' (3, 2) of Float32 where the model has 'd/kernel' (2, 3)", [3, 2], [3]);
        Fails<float>("nothing where the model has 'd/bias' (3,)", [2, 3]);
        Fails<int>("'arr_0' (2, 3) of Int32 where", [2, 3], [3]);
        Assert.Equal(before, model.Snapshot());

        void Fails<T>(string part, params nint[][] shapes)
            where T : unmanaged
        {
            NpzFile.Write(
                Path,
                shapes.Select(
                    (s, i) =>
                        KeyValuePair.Create(
                            $"arr_{i}",
                            NpyArray.From<T>(System.Numerics.Tensors.Tensor.CreateFromShape<T>(s))
                        )
                )
            );
            var error = Assert.Throws<ArgumentException>(() => model.LoadWeights(Path));
            Assert.Contains(part, error.Message);
            Assert.Contains(Path, error.Message);
        }
    }

    [Theory]
    [InlineData("w.h5")]
    [InlineData("w.weights.h5")]
    [InlineData("w.keras")]
    public void KerassOwnFilesAreRefusedByName(string name)
    {
        using var model = new Sequential([new Input(2), new Dense(3)]);
        Assert.Contains(".npz", Assert.Throws<ArgumentException>(() => model.LoadWeights(_folder[name])).Message);
        Assert.Contains(".npz", Assert.Throws<ArgumentException>(() => model.SaveWeights(_folder[name])).Message);
    }

    [Fact]
    public void DamagedFilesEndInOurExceptionsAndChangeNothing()
    {
        using var model = new Sequential([new Input(2), new Dense(3, name: "d")]);
        model.SaveWeights(Path);
        float[][] before = model.Snapshot();
        int refused = DamagedFiles.Refused(
            File.ReadAllBytes(Path),
            DamagedFiles.Count,
            bytes =>
            {
                File.WriteAllBytes(Path, bytes);
                model.LoadWeights(Path);
            },
            e => e is DatasetFormatException or ArgumentException
        );
        Assert.InRange(refused, DamagedFiles.Count / 3, DamagedFiles.Count);
        Assert.Equal(before, model.Snapshot());
    }
}
