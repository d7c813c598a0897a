using Kerasharp.Callbacks;

namespace Kerasharp.Tests.Callbacks;

public class CSVLoggerTests
{
    [Fact]
    public void LinesAreKerassAndWholeAtOnce()
    {
        using var folder = new Scripted.Folder();
        string path = folder["new/log.csv"];
        var log = new CSVLogger(path);
        log.OnTrainBegin();
        log.OnEpochEnd(0, new Logs { ["loss"] = 0.5, ["acc"] = 1 });
        // Read while it is open, as after a kill.
        Assert.Equal("epoch,acc,loss,val_acc,val_loss\r\n0,1.0,0.5,NA,NA\r\n", Read(path));
        log.OnEpochEnd(1, new Logs { ["loss"] = 1e-5, ["val_loss"] = double.NaN });
        log.OnTrainEnd(new Logs());
        Assert.Equal("epoch,acc,loss,val_acc,val_loss\r\n0,1.0,0.5,NA,NA\r\n1,NA,1e-05,NA,nan\r\n", Read(path));
        Scripted.Run(log, Scripted.Model(), [2]);
        Assert.Equal("epoch,loss,val_loss\r\n0,2.0,NA\r\n", Read(path));
    }

    [Fact]
    public void AppendingGoesOnWithoutASecondHeader()
    {
        using var folder = new Scripted.Folder();
        using var model = Scripted.Model();
        string path = folder["log.csv"];
        var log = new CSVLogger(path, ";", append: true);
        Scripted.Run(log, model, [1, 2]);
        Scripted.Run(log, model, [3]);
        Assert.Equal("epoch;loss;val_loss\r\n0;1.0;NA\r\n1;2.0;NA\r\n0;3.0;NA\r\n", Read(path));
        // A machine that died within a line.
        File.AppendAllText(path, "1;4");
        Scripted.Run(log, model, [5]);
        Assert.EndsWith("\r\n1;4\r\n0;5.0;NA\r\n", Read(path));
        Assert.StartsWith(
            $"CSVLogger was to add to '{path}', whose first line is 'epoch;loss;val_loss'; 'epoch;mae;val_mae' was expected",
            Assert.Throws<ArgumentException>(() => Scripted.Run(log, model, [5], "mae")).Message
        );
    }

    [Fact]
    public void NamesWithSeparatorsAreQuoted()
    {
        using var folder = new Scripted.Folder();
        using var model = Scripted.Model();
        string path = folder["log.csv"];
        Scripted.Run(new CSVLogger(path), model, [1], "val_a,\"b\"");
        Assert.Equal("epoch,\"val_a,\"\"b\"\"\"\r\n0,1.0\r\n", Read(path));
    }

    [Fact]
    public void FitWritesItsHistory()
    {
        using var folder = new Scripted.Folder();
        using var model = Scripted.Model("adam", "mae");
        string path = folder["log.csv"];
        var history = model.Fit(
            Scripted.X,
            Scripted.Y,
            epochs: 3,
            verbose: 0,
            validationSplit: 0.3,
            callbacks: [new CSVLogger(path)]
        );
        var table = Kerasharp.Datasets.CsvFile.Read(path);
        Assert.Equal(["epoch", "loss", "mae", "val_loss", "val_mae"], table.Columns);
        for (int epoch = 0; epoch < 3; epoch++)
            Assert.Equal(history["val_mae"][epoch], table.Values[epoch, 4]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(", ")]
    [InlineData(".")]
    [InlineData("\n")]
    public void OtherSeparatorsAreRefused(string separator) =>
        Assert.StartsWith(
            $"A separator '{separator}' came; one character",
            Assert.Throws<ArgumentException>(() => new CSVLogger("log.csv", separator)).Message
        );

    private static string Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
