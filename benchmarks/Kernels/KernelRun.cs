using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Benchmarks.Kernels;

/// <summary>A session of a draft, whose inputs and outputs are bound once.</summary>
internal sealed class KernelRun : IDisposable
{
    private readonly Session _session;
    private readonly Binding _binding;
    private readonly Dictionary<string, DeviceTensor> _inputs = [];
    private readonly KernelDraft _draft;

    /// <summary>Makes a session of a draft's graph, or of the same graph in other types.</summary>
    public KernelRun(KernelDraft draft, Graph? graph = null)
    {
        _draft = draft;
        _session = new Session(ModelWriter.ToBytes(graph ?? draft.Graph, ModelWriter.TrainingOpset));
        _binding = new Binding(_session);
        foreach (var input in _session.Inputs)
        {
            var given = draft.Inputs[input.Name];
            var tensor = DeviceTensor.Allocate(given.Type, given.Shape.ToArray());
            tensor.CopyFrom(given.Bytes);
            _inputs.Add(input.Name, tensor);
            _binding.BindInput(input, tensor);
        }
        foreach (var output in _session.Outputs)
            _binding.BindOutputToDevice(output, Device.Cpu);
    }

    /// <summary>Runs it, after the host has drawn what it has to draw.</summary>
    public void Run()
    {
        foreach (var draw in _draft.Draws)
            draw.Fill(_inputs[draw.Input].AsSpan<float>(), _inputs[draw.State].AsSpan<long>());
        _session.Run(_binding);
    }

    /// <summary>Runs it and gives its outputs, in the session's order.</summary>
    public float[][] Results()
    {
        Run();
        var outputs = _binding.TakeOutputs().ToDictionary(o => o.Key, o => o.Value);
        return
        [
            .. _session.Outputs.Select(o =>
            {
                using var tensor = outputs[o.Name];
                return tensor.ElementType == ElementType.UInt8
                    ? Array.ConvertAll(tensor.AsSpan<byte>().ToArray(), b => (float)b)
                    : tensor.AsSpan<float>().ToArray();
            }),
        ];
    }

    public void Dispose()
    {
        _binding.Dispose();
        foreach (var tensor in _inputs.Values)
            tensor.Dispose();
        _session.Dispose();
    }
}
