using Kerasharp.Callbacks;

namespace Kerasharp.Tests.Callbacks;

public class ModelCheckpointTests
{
    [Fact]
    public void NamesHoldEpochsAndNumbers()
    {
        using var folder = new Scripted.Folder();
        using var model = Scripted.Model();
        var save = new ModelCheckpoint(folder["new/{epoch:02d}-{loss:.2f}.safetensors"], saveWeightsOnly: true);
        Scripted.Run(save, model, [0.125, 12.3456, 0.001]);
        Assert.Equal(
            ["01-0.12.safetensors", "02-12.35.safetensors", "03-0.00.safetensors"],
            Directory.GetFiles(folder["new"]).Select(f => Path.GetFileName(f)).Order()
        );
    }

    [Theory]
    [InlineData("auto", null, new[] { 3, 2, 2.5, 1 }, new[] { 1, 2, 4 })]
    [InlineData("max", null, new[] { 3.0, 2, 4, 4 }, new[] { 1, 3 })]
    [InlineData("min", 2.2, new[] { 3, 2, 2.5, 1 }, new[] { 2, 4 })]
    public void OnlyTheBestAreSaved(string mode, double? threshold, double[] series, int[] epochs)
    {
        using var folder = new Scripted.Folder();
        using var model = Scripted.Model();
        var save = new ModelCheckpoint(
            folder["{epoch}.safetensors"],
            "loss",
            saveBestOnly: true,
            saveWeightsOnly: true,
            mode: mode,
            initialValueThreshold: threshold
        );
        Scripted.Run(save, model, series);
        Assert.Equal(epochs.Select(e => $"{e}.safetensors"), folder.Files);
    }

    [Fact]
    public void BatchesAreCountedOnOverEpochs()
    {
        using var folder = new Scripted.Folder();
        using var model = Scripted.Model();
        var save = new ModelCheckpoint(folder["{epoch}-{batch}.safetensors"], saveWeightsOnly: true, saveFreq: 3);
        // 4 batches an epoch.
        model.Fit(Scripted.X, Scripted.Y, batchSize: 3, epochs: 3, verbose: 0, callbacks: [save]);
        Assert.Equal(["1-3.safetensors", "2-2.safetensors", "3-1.safetensors", "3-4.safetensors"], folder.Files);
        Assert.True(save.WantsBatches);
        Assert.False(new ModelCheckpoint("a.safetensors", saveWeightsOnly: true).WantsBatches);
    }

    [Fact]
    public void FitsBestWeightsAreInTheFileAndItSaysWhatItDoes()
    {
        using var folder = new Scripted.Folder();
        using var model = Scripted.Model("adam");
        var output = new StringWriter { NewLine = "\n" };
        string path = folder["best.safetensors"];
        var save = new ModelCheckpoint(path, verbose: 1, saveBestOnly: true, saveWeightsOnly: true) { Output = output };
        var history = model.Fit(
            Scripted.X,
            Scripted.Y,
            epochs: 4,
            verbose: 0,
            validationData: (Scripted.X, Scripted.Y),
            callbacks: [save]
        );
        model.LoadWeights(path);
        Assert.Equal(history["val_loss"].Min(), model.Evaluate(Scripted.X, Scripted.Y, verbose: 0)["loss"], 1e-7);
        Scripted.Run(save, model, [1e6, 1e-9], "val_loss");
        string text = output.ToString();
        Assert.StartsWith("\nEpoch 1: val_loss improved from None to ", text);
        Assert.Contains($", saving model to {path}\n\nEpoch 1: finished saving model to {path}\n", text);
        Assert.Contains("\nEpoch 1: val_loss did not improve from ", text);
        Assert.Contains(" to 0.00000, saving model to ", text);
    }

    [Fact]
    public void WrongNamesAreRefused()
    {
        Assert.Equal(
            "The file name 'model.keras' came for a whole model; one that ends in '.kerasharp' was expected. Change the ending; Keras's own formats are not written. (Parameter 'filepath')",
            Assert.Throws<ArgumentException>(() => new ModelCheckpoint("model.keras")).Message
        );
        Assert.Contains(
            "one that ends in '.safetensors' was expected",
            Assert.Throws<ArgumentException>(() => new ModelCheckpoint("m.weights.h5", saveWeightsOnly: true)).Message
        );
        Assert.Contains(
            "Pass saveWeightsOnly: true",
            Assert.Throws<ArgumentException>(() => new ModelCheckpoint("m.safetensors")).Message
        );
        Assert.StartsWith(
            "A frequency of 'week' came",
            Assert.Throws<ArgumentException>(() => new ModelCheckpoint("m.kerasharp", saveFreq: "week")).Message
        );
        Assert.StartsWith(
            "A frequency of 0 batches came",
            Assert.Throws<ArgumentException>(() => new ModelCheckpoint("m.kerasharp", saveFreq: 0)).Message
        );
        using var folder = new Scripted.Folder();
        using var model = Scripted.Model();
        Directory.CreateDirectory(folder["x.safetensors"]);
        Assert.Contains(
            "which is a folder",
            Assert
                .Throws<IOException>(() =>
                    Scripted.Run(new ModelCheckpoint(folder["x.safetensors"], saveWeightsOnly: true), model, [1])
                )
                .Message
        );
        Assert.Contains(
            "asks for 'val_loss', which is not there",
            Assert
                .Throws<ArgumentException>(() =>
                    Scripted.Run(
                        new ModelCheckpoint(folder["{val_loss}.safetensors"], saveWeightsOnly: true),
                        model,
                        [1]
                    )
                )
                .Message
        );
    }
}
