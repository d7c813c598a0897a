using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Runtime;

/// <summary>
/// An ONNX model as a file has it, run by ONNX Runtime: arrays of any element type in and out. It need not be one that Kerasharp could
/// train. May be used from several threads at once.
/// </summary>
/// <example><code>
/// using var session = ModelSession.Load("model.onnx");
/// var outputs = session.Run(new Dictionary&lt;string, ConstantTensor&gt; { ["x"] = ConstantTensor.Of&lt;float&gt;([1, 2], 1, 2) });
/// </code></example>
public sealed class ModelSession : IDisposable
{
    private readonly Session _session;

    private ModelSession(byte[] model, Device? device)
    {
        _session = new Session(model, device is null ? null : new SessionSettings { Device = device });
        Inputs = _session.Inputs.Select(Describe).ToArray();
        Outputs = _session.Outputs.Select(Describe).ToArray();
    }

    /// <summary>The inputs, in the model's order.</summary>
    public IReadOnlyList<ValueDescription> Inputs { get; }

    /// <summary>The outputs, in the model's order.</summary>
    public IReadOnlyList<ValueDescription> Outputs { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="device">Where to compute; the processor by default.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="OnnxRuntimeException">ONNX Runtime does not take the model.</exception>
    public static ModelSession Load(string path, Device? device = null) =>
        File.Exists(path)
            ? new ModelSession(File.ReadAllBytes(path), device)
            : throw new FileNotFoundException(
                $"No file '{path}' was found; an ONNX model was expected there. Check the path.",
                path
            );

    /// <summary>Computes the outputs.</summary>
    /// <param name="inputs">An array for each input, by name.</param>
    /// <returns>The outputs, by name.</returns>
    /// <exception cref="ArgumentException">An input is missing, unknown, or of another type or shape.</exception>
    /// <exception cref="OnnxRuntimeException">The run failed.</exception>
    public IReadOnlyDictionary<string, ConstantTensor> Run(IReadOnlyDictionary<string, ConstantTensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        foreach (string name in inputs.Keys)
            _session.Input(name);
        using var binding = new Binding(_session);
        var bound = new List<DeviceTensor>();
        try
        {
            foreach (var input in _session.Inputs)
            {
                if (!inputs.TryGetValue(input.Name, out var given))
                    throw new ArgumentException(
                        $"No array came for the input '{input.Name}'; {input.ElementType} {input} was expected. Give one for each of {string.Join(", ", _session.Inputs.Select(i => i.Name))}."
                    );
                var tensor = DeviceTensor.Allocate(given.Type, given.Shape.ToArray());
                bound.Add(tensor);
                input.Check(tensor);
                tensor.CopyFrom(given.Bytes);
                binding.BindInput(input, tensor);
            }
            foreach (var output in _session.Outputs)
                binding.BindOutputToDevice(output, Device.Cpu);
            _session.Run(binding);
            var results = new Dictionary<string, ConstantTensor>();
            foreach (var (name, tensor) in binding.TakeOutputs())
                using (tensor)
                    results.Add(name, new ConstantTensor(tensor.ElementType, tensor.Dims, tensor.Bytes.ToArray()));
            return results;
        }
        finally
        {
            bound.ForEach(tensor => tensor.Dispose());
        }
    }

    /// <summary>Frees the session.</summary>
    public void Dispose() => _session.Dispose();

    private static ValueDescription Describe(TensorDescription value)
    {
        var dims = new Dim[value.Dims.Length];
        for (int i = 0; i < dims.Length; i++)
            dims[i] =
                value.Dims[i] >= 0 ? value.Dims[i]
                : value.Symbols[i].Length > 0 ? Dim.Symbolic(value.Symbols[i])
                : Dim.Unknown;
        return new ValueDescription(value.Name, value.ElementType, new Shape(dims));
    }
}
