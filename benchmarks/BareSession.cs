using System.Runtime.InteropServices;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Workloads;

namespace Kerasharp.Benchmarks;

/// <summary>ONNX Runtime on an exported file with as little around it as can be: inputs and outputs are bound once, a run copies nothing.</summary>
internal sealed class BareSession : IDisposable
{
    private readonly Session _session;
    private readonly Binding _binding;
    private readonly DeviceTensor _input;

    public BareSession(string file, Workload workload, int batch)
    {
        _session = new Session(File.ReadAllBytes(file));
        _binding = new Binding(_session);
        var given = Inputs("x", workload, batch)["x"];
        _input = DeviceTensor.Allocate(given.Type, given.Shape.ToArray());
        _input.CopyFrom(given.Bytes);
        _binding.BindInput(_session.Inputs[0], _input);
        foreach (var output in _session.Outputs)
            _binding.BindOutputToDevice(output, Device.Cpu);
    }

    /// <summary>What <see cref="ModelSession"/> takes.</summary>
    public static Dictionary<string, ConstantTensor> Inputs(string name, Workload workload, int batch)
    {
        var (x, _) = workload.Data(batch, seed: 0);
        long[] dims = [batch, .. workload.Input];
        return new()
        {
            [name] = workload.Tokens is null
                ? new ConstantTensor(ElementType.Float32, dims, Bytes(x.ToArray<float>()))
                : new ConstantTensor(ElementType.Int32, dims, Bytes(x.ToArray<int>())),
        };
    }

    public void Run() => _session.Run(_binding);

    public void Dispose()
    {
        _binding.Dispose();
        _input.Dispose();
        _session.Dispose();
    }

    private static byte[] Bytes<T>(T[] numbers)
        where T : unmanaged => MemoryMarshal.AsBytes<T>(numbers).ToArray();
}
