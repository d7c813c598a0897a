using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Tests.Runtime;

[Collection(AloneCollection.Name)]
public sealed class NativeObjectsTests
{
    [Fact]
    public void AreBackToTheStartAfterDisposal()
    {
        long start = Settle();
        for (int i = 0; i < 20; i++)
        {
            var session = new Session(Models.Add("batch"));
            DeviceTensor x = DeviceTensor.Allocate(ElementType.Float32, [8], zeroed: true);
            var binding = new Binding(session);
            binding.BindInput("a", x);
            binding.BindInput("b", x);
            binding.BindOutputToDevice("y", Device.Cpu);
            session.Run(binding);
            DeviceTensor y = binding.TakeOutputs()["y"];
            Assert.Equal(start + 4, NativeObjects.LiveCount);

            // In an order that would free what others still need, were they not held.
            session.Dispose();
            x.Dispose();
            y.Dispose();
            Assert.Equal(start + 3, NativeObjects.LiveCount);
            binding.Dispose();
            Assert.Equal(start, NativeObjects.LiveCount);
        }
    }

    [Fact]
    public void AreBackToTheStartAfterACollection()
    {
        long start = Settle();
        for (int i = 0; i < 20; i++)
            DropAModel();
        Assert.True(NativeObjects.LiveCount > start);

        Assert.Equal(start, Settle());
    }

    [Fact]
    public void AreNotMadeByAFailure()
    {
        long start = Settle();
        for (int i = 0; i < 20; i++)
        {
            Assert.Throws<OnnxRuntimeException>(() => new Session([1, 2, 3]));
            Assert.Throws<NotSupportedException>(() =>
                new Session(Models.Add(1), new SessionSettings { Device = Device.Provider("Abacus") })
            );
        }
        Assert.Equal(start, Settle());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void DropAModel()
    {
        var session = new Session(Models.Add(3));
        DeviceTensor x = DeviceTensor.Wrap<float>(new float[3], [3]);
        DeviceTensor y = DeviceTensor.Allocate(ElementType.Float32, [3]);
        var binding = new Binding(session);
        binding.BindInput("a", x);
        binding.BindInput("b", x);
        binding.BindOutput("y", y);
        session.Run(binding);
    }

    /// <summary>The count once everything that nobody refers to is gone.</summary>
    private static long Settle()
    {
        // The environment and what belongs to the process are made first.
        DropAModel();
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        return NativeObjects.LiveCount;
    }
}
