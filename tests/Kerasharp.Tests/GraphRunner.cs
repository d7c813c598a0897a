using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Tests;

/// <summary>Runs small graphs as training runs its own: through the passes and a session, kernels replaced by their twins.</summary>
internal static class GraphRunner
{
    /// <summary>The outputs of a graph by name, as doubles.</summary>
    /// <param name="graph">The graph; symbols get their numbers from the inputs.</param>
    /// <param name="inputs">The elements of each input that the graph reads.</param>
    public static Dictionary<string, double[]> Run(Graph graph, IReadOnlyDictionary<string, ConstantTensor> inputs)
    {
        var numbers = new Dictionary<string, long>();
        foreach (var input in graph.Inputs)
        foreach (var (dim, given) in input.Shape.Zip(inputs[input.Name!].Shape))
            if (dim.Symbol is { } symbol)
                numbers[symbol] = given.Value;
        var bound = GraphCopy.Bind(graph, numbers);
        CommonSubexpressions.Run(bound);
        AxisOrder.Run(bound);
        Decompose.Run(bound, _ => false);
        Simplify.Run(bound);

        using var session = new Session(ModelWriter.ToBytes(bound));
        using var binding = new Binding(session);
        var tensors = new List<DeviceTensor>();
        try
        {
            foreach (var input in session.Inputs)
            {
                var tensor = DeviceTensor.Allocate(inputs[input.Name].Type, inputs[input.Name].Shape.ToArray());
                tensors.Add(tensor);
                tensor.CopyFrom(inputs[input.Name].Bytes);
                binding.BindInput(input, tensor);
            }
            foreach (var output in session.Outputs)
                binding.BindOutputToDevice(output, Device.Cpu);
            session.Run(binding);
            var results = binding.TakeOutputs();
            tensors.AddRange(results.Values);
            return results.ToDictionary(r => r.Key, r => Elements(r.Value));
        }
        finally
        {
            tensors.ForEach(t => t.Dispose());
        }
    }

    private static double[] Elements(DeviceTensor tensor) =>
        new ConstantTensor(tensor.ElementType, tensor.Dims, tensor.Bytes.ToArray()).ToDoubles();
}
