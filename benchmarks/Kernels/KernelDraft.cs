using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;

namespace Kerasharp.Benchmarks.Kernels;

/// <summary>A graph of one node of ours that is being written, with numbers for its inputs.</summary>
/// <param name="op">The node's operator.</param>
/// <param name="sizes">The sizes to write it for.</param>
internal sealed class KernelDraft(string op, int[] sizes)
{
    private readonly Random _random = new(1);

    /// <summary>The graph.</summary>
    public Graph Graph { get; } = new("kernel");

    /// <summary>What its inputs are given.</summary>
    public Dictionary<string, ConstantTensor> Inputs { get; } = [];

    /// <summary>What the host draws before each run, for the twin of a kernel that draws.</summary>
    public IReadOnlyList<HostRandom.Draw> Draws { get; private set; } = [];

    /// <summary>The shapes of what the node reads, equal ones once.</summary>
    public string Shapes =>
        string.Join(
            ", ",
            Graph.Inputs.Where(i => i.ElementType == ElementType.Float32).Select(i => $"{i.Shape}").Distinct()
        );

    /// <summary>A size.</summary>
    public int this[Index index] => sizes[index];

    /// <summary>An input of numbers within a range.</summary>
    public Value Floats(double low, double high, params ReadOnlySpan<long> dims)
    {
        long[] shape = dims.ToArray();
        float[] numbers = new float[shape.Aggregate(1L, (product, d) => product * d)];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = (float)(low + _random.NextDouble() * (high - low));
        return Input(ConstantTensor.Of<float>(numbers, shape));
    }

    /// <summary>An input of numbers around 0.</summary>
    public Value Numbers(params ReadOnlySpan<long> dims) => Floats(-1, 1, dims);

    /// <summary>An input of whole numbers from 0 on.</summary>
    public Value Places(int below, int count) =>
        Input(ConstantTensor.Vector<long>([.. Enumerable.Range(0, count).Select(_ => _random.NextInt64(below))]));

    /// <summary>An input of bytes.</summary>
    public Value Bytes(int below, params ReadOnlySpan<long> dims)
    {
        long[] shape = dims.ToArray();
        byte[] bytes = new byte[shape.Aggregate(1L, (product, d) => product * d)];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)_random.Next(below);
        return Input(ConstantTensor.Of<byte>(bytes, shape));
    }

    /// <summary>Seed and step.</summary>
    public Value State() => Input(ConstantTensor.Vector<long>([3, 5]));

    /// <summary>The node.</summary>
    public Node Node(Value[] inputs, Attributes? attributes = null) =>
        Graph.Add(OperatorTable.KernelDomain, op, inputs, attributes);

    /// <summary>Has the graph give all that the node does.</summary>
    public void Give(Node node)
    {
        for (int i = 0; i < node.Outputs.Count; i++)
            Graph.AddOutput($"y{i}", node.Outputs[i]);
    }

    /// <summary>Puts the twin in the kernel's place.</summary>
    public KernelDraft Decomposed()
    {
        Decompose.Run(Graph, _ => false);
        Draws = HostRandom.Run(Graph);
        CommonSubexpressions.Run(Graph);
        foreach (var draw in Draws)
        {
            Inputs[draw.Input] = ConstantTensor.Of<float>(
                new float[draw.Shape.ToArray().Aggregate(1L, (product, d) => product * d)],
                draw.Shape.ToArray()
            );
        }
        return this;
    }

    private Value Input(ConstantTensor given)
    {
        string name = $"x{Inputs.Count}";
        Inputs.Add(name, given);
        return Graph.AddInput(name, given.Type, given.Shape);
    }
}
