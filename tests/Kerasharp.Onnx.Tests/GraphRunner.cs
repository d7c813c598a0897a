using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Tests;

/// <summary>Runs a graph on ONNX Runtime, as often as wanted, with arrays in and arrays out.</summary>
internal sealed class GraphRunner : IDisposable
{
    private readonly Session _session;
    private readonly Binding _binding;
    private readonly Graph? _graph;

    /// <summary>Makes a session of a graph.</summary>
    public GraphRunner(Graph graph, int opset = ModelWriter.TrainingOpset, SessionSettings? settings = null)
        : this(ModelWriter.ToBytes(graph, opset), settings) => _graph = graph;

    /// <summary>Makes a session of a model's bytes.</summary>
    public GraphRunner(byte[] model, SessionSettings? settings = null)
    {
        _session = new Session(model, settings);
        _binding = new Binding(_session);
        foreach (var output in _session.Outputs)
            _binding.BindOutputToDevice(output, Device.Cpu);
    }

    /// <summary>The inputs that the session asks for.</summary>
    public IReadOnlyList<TensorDescription> Inputs => _session.Inputs;

    /// <summary>What a function of values gives for some inputs.</summary>
    public static ConstantTensor Of(
        Func<Value[], Value> function,
        ConstantTensor[] inputs,
        int opset = ModelWriter.TrainingOpset
    )
    {
        var graph = new Graph("function");
        var values = inputs.Select((x, i) => graph.AddInput($"x{i}", x.Type, x.Shape)).ToArray();
        graph.AddOutput("y", function(values));
        return Run(graph, Enumerable.Range(0, inputs.Length).ToDictionary(i => $"x{i}", i => inputs[i]), opset)["y"];
    }

    /// <summary>The outputs of a graph for some inputs, by name.</summary>
    public static Dictionary<string, ConstantTensor> Run(
        Graph graph,
        IReadOnlyDictionary<string, ConstantTensor> inputs,
        int opset = ModelWriter.TrainingOpset,
        SessionSettings? settings = null
    )
    {
        using var runner = new GraphRunner(graph, opset, settings);
        return runner.Run(inputs);
    }

    /// <summary>The outputs of a model for some inputs, by name.</summary>
    public static Dictionary<string, ConstantTensor> Run(
        byte[] model,
        IReadOnlyDictionary<string, ConstantTensor> inputs
    )
    {
        using var runner = new GraphRunner(model);
        return runner.Run(inputs);
    }

    /// <summary>The outputs for some inputs, by name. Their types and shapes must be those that the graph inferred.</summary>
    public Dictionary<string, ConstantTensor> Run(IReadOnlyDictionary<string, ConstantTensor> inputs)
    {
        var bound = new List<DeviceTensor>();
        try
        {
            foreach (var input in _session.Inputs)
            {
                var source = inputs[input.Name];
                var tensor = DeviceTensor.Allocate(source.Type, source.Shape.ToArray());
                bound.Add(tensor);
                tensor.CopyFrom(source.Bytes);
                _binding.BindInput(input, tensor);
            }
            _session.Run(_binding);
            var outputs = new Dictionary<string, ConstantTensor>();
            foreach (var (name, tensor) in _binding.TakeOutputs())
            {
                using (tensor)
                    outputs.Add(name, new ConstantTensor(tensor.ElementType, tensor.Dims, tensor.Bytes.ToArray()));
                CheckType(name, outputs[name]);
            }
            return outputs;
        }
        finally
        {
            bound.ForEach(tensor => tensor.Dispose());
        }
    }

    public void Dispose()
    {
        _binding.Dispose();
        _session.Dispose();
    }

    private void CheckType(string name, ConstantTensor came)
    {
        if (_graph?.FindOutput(name)?.Value is not { } expected)
            return;
        bool fits = came.Type == expected.ElementType && came.Shape.Rank == expected.Rank;
        for (int i = 0; fits && i < expected.Rank; i++)
            fits = !expected.Shape[i].IsKnown || expected.Shape[i] == came.Shape[i];
        Assert.True(fits, $"The output '{name}' was inferred as {expected.Type}; {came.Type} {came.Shape} came.");
    }
}
