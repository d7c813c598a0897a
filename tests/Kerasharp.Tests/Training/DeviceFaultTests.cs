using Kerasharp.Layers;
using Kerasharp.Losses;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Optimizers;
using Kerasharp.Training;

namespace Kerasharp.Tests.Training;

/// <summary>Devices that run out of memory or are lost in the middle of training; the faults are made up.</summary>
[Collection(nameof(AloneCollection))]
public sealed class DeviceFaultTests : IDisposable
{
    private const string NoMemory = "Failed to allocate memory for requested buffer of size 4194304";
    private static readonly float[,] X = Elements.Rows(48, 6);
    private static readonly int[] Y = [.. Enumerable.Range(0, 48).Select(i => i % 3)];

    public void Dispose()
    {
        StepGuard.Fault.Value = null;
        HostCopy.Always.Value = false;
    }

    [Fact]
    public void WithoutMemoryAllIsAsTheLastFinishedStepLeftIt()
    {
        using var straight = Network(Device.Cpu);
        for (int i = 0; i < 6; i++)
            straight.TrainOnBatch(X, Y);

        using var model = Network(Device.Cpu);
        for (int i = 0; i < 3; i++)
            model.TrainOnBatch(X, Y);
        var before = Weights(model);
        FailAt(1, NoMemory);
        var error = Assert.Throws<OutOfDeviceMemoryException>(() => model.TrainOnBatch(X, Y));

        Assert.Equal(before, Weights(model));
        Assert.Equal((Device.Cpu, 48L), (error.Device, error.BatchSize));
        Assert.StartsWith(
            "The memory of cpu does not suffice for a step of 48 examples. All its tensors are ",
            error.Message
        );
        Assert.Contains("the largest are ", error.Message);
        Assert.Contains("wide", error.Message);
        Assert.Contains("(48, 64)", error.Message);
        Assert.Contains("smaller batchSize", error.Message);
        Assert.Contains(NoMemory, error.Message);
        StepGuard.Fault.Value = null;
        for (int i = 3; i < 6; i++)
            model.TrainOnBatch(X, Y);
        Assert.Equal(Weights(straight), Weights(model));
    }

    [Fact]
    public void AFirstStepThatWroteSomeOfItsStatesIsUndone()
    {
        using var model = Network(Device.Cpu);
        var before = Weights(model);
        StepGuard.Fault.Value = program =>
        {
            foreach (var link in program.States.Where(s => s.InPlace && s.Output is not null))
                link.State.Front.Bytes.Fill(77);
            throw new OnnxRuntimeException(OnnxRuntimeError.RuntimeException, NoMemory);
        };

        var error = Assert.Throws<OutOfDeviceMemoryException>(() => model.Fit(X, Y, batchSize: 16, verbose: 0));

        Assert.True(error.IsStateWhole);
        Assert.Contains("as the last finished step left them", error.Message);
        Assert.Equal(before, Weights(model));
        StepGuard.Fault.Value = null;
        using var straight = Network(Device.Cpu);
        Assert.Equal(
            straight.Fit(X, Y, batchSize: 16, epochs: 2, shuffle: false, verbose: 0)["loss"],
            model.Fit(X, Y, batchSize: 16, epochs: 2, shuffle: false, verbose: 0)["loss"]
        );
    }

    [Fact]
    public void ALaterStepSaysThatItMayHaveWrittenSome()
    {
        using var model = Network(Device.Cpu);
        FailAt(2, NoMemory);

        var error = Assert.Throws<OutOfDeviceMemoryException>(() => model.Fit(X, Y, batchSize: 16, verbose: 0));

        Assert.False(error.IsStateWhole);
        Assert.Contains("load them from a backup", error.Message);
    }

    [Fact]
    public void ALostDeviceEndsFitWhichGoesOnOnAnother()
    {
        using var straight = Network(Device.PlainCpu);
        double[] expected = [.. straight.Fit(X, Y, batchSize: 16, epochs: 5, verbose: 0)["loss"]];

        HostCopy.Always.Value = true;
        using var model = Network(Device.PlainCpu);
        // The second step of the third epoch.
        FailAt(8, "CUDA failure 719: unspecified launch failure ; GPU=0");
        var lost = Assert.Throws<DeviceLostException>(() => model.Fit(X, Y, batchSize: 16, epochs: 5, verbose: 0));

        Assert.Equal((2, 1, 2), (lost.Epoch, lost.Step, lost.EpochsKept));
        Assert.StartsWith("The device cpu was lost in epoch 3, after 1 finished steps of it.", lost.Message);
        Assert.Contains("after 2 epochs", lost.Message);
        Assert.Contains("initialEpoch: 2", lost.Message);
        Assert.Contains("CUDA failure 719", lost.Message);
        StepGuard.Fault.Value = null;
        // Another device with the same arithmetic, so that the same bits come.
        model.MoveTo(Device.StraightCpu);
        Assert.Equal(Device.StraightCpu, model.Device);
        double[] rest = [.. model.Fit(X, Y, batchSize: 16, epochs: 5, initialEpoch: 2, verbose: 0)["loss"]];
        Assert.Equal(expected[2..], rest);
        Assert.Equal(Weights(straight), Weights(model));
    }

    [Fact]
    public void ALostDeviceOutsideOfFitSaysWhatIsLeft()
    {
        using var model = Network(Device.PlainCpu);
        FailAt(1, "device lost");

        var lost = Assert.Throws<DeviceLostException>(() => model.TrainOnBatch(X, Y));

        Assert.Null(lost.Epoch);
        Assert.Null(lost.EpochsKept);
        Assert.Contains("Nothing of the training lay on the host", lost.Message);
    }

    [Fact]
    public void MovingToAnotherDeviceKeepsAllThatIsCarried()
    {
        double[] Losses(Device[] devices)
        {
            using var model = Network(devices[0]);
            var losses = new List<double>();
            for (int i = 0; i < devices.Length; i++)
            {
                model.MoveTo(devices[i]);
                losses.AddRange(model.Fit(X, Y, batchSize: 16, epochs: i + 1, initialEpoch: i, verbose: 0)["loss"]);
            }
            return [.. losses];
        }

        Assert.Equal(
            Losses([Device.PlainCpu, Device.PlainCpu, Device.PlainCpu]),
            Losses([Device.PlainCpu, Device.StraightCpu, Device.RecordingCpu])
        );
    }

    private static Sequential Network(Device device)
    {
        Utils.SetRandomSeed(5);
        var model = new Sequential([
            new Input(6),
            new Dense(64, activation: "relu", name: "wide"),
            new Dropout(0.3),
            new Dense(3, name: "out"),
        ]);
        model.Compile(new Adam(0.01), new SparseCategoricalCrossentropy(fromLogits: true), device: device);
        return model;
    }

    private static float[] Weights(Model model) => [.. model.GetWeights().SelectMany(w => w)];

    private static void FailAt(int run, string message)
    {
        int runs = 0;
        StepGuard.Fault.Value = _ =>
        {
            if (++runs == run)
                throw new OnnxRuntimeException(OnnxRuntimeError.RuntimeException, message);
        };
    }
}
