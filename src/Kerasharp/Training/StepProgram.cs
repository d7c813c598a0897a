using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Training;

/// <summary>A step that is ready to run: a session, and how its inputs and outputs meet the states. Runs are made by <see cref="StepRun"/>.</summary>
internal sealed class StepProgram : IDisposable
{
    /// <summary>
    /// Without ONNX Runtime's blocked layout: it serves convolutions by constant weights, and a step's weights are no constants. It
    /// would only wrap poolings in reorderings, which cost a small convolution net 1.2 of its 22 ms.
    /// </summary>
    private static readonly SessionSettings Settings = new()
    {
        Configuration = new Dictionary<string, string>
        {
            ["optimization.disable_specified_optimizers"] = "NchwcTransformer",
        },
    };

    private StepProgram(
        Session session,
        Device device,
        IReadOnlyList<StateLink> states,
        IReadOnlyList<HostRandom.Draw> draws,
        Graph graph
    )
    {
        Draws = draws;
        Session = session;
        Device = device;
        States = states;
        var bound = states.SelectMany(s => new[] { s.Input, s.Output }).Concat(draws.Select(d => d.Input)).ToHashSet();
        Inputs = graph.Inputs.Where(i => !bound.Contains(i.Name)).Select(i => (i.Name!, i.Type)).ToArray();
        Outputs = graph.Outputs.Where(o => !bound.Contains(o.Name)).Select(o => (o.Name, o.Value.Type)).ToArray();
    }

    public Session Session { get; }

    public Device Device { get; }

    public IReadOnlyList<StateLink> States { get; }

    /// <summary>Whether a run changes states, so that one runs at a time.</summary>
    public bool ChangesStates => States.Any(s => s.Output is not null);

    /// <summary>The inputs that a run fills with random numbers by itself, where the device cannot draw them.</summary>
    public IReadOnlyList<HostRandom.Draw> Draws { get; }

    /// <summary>The inputs that a caller fills before a run.</summary>
    public IReadOnlyList<(string Name, TensorType Type)> Inputs { get; }

    /// <summary>The outputs that a caller reads after a run.</summary>
    public IReadOnlyList<(string Name, TensorType Type)> Outputs { get; }

    /// <summary>Makes a program of a step whose shapes are all numbers.</summary>
    public static StepProgram Compile(StepGraph step, Device device, SessionSettings? settings = null)
    {
        Optimize(step.Graph, device);
        CheckDoubles(step.Graph, device);
        WidenElements.KeepRoundings(step.Graph);
        step.DropUnread();
        // The state stays an input, though then no draw reads it: the run does.
        var draws = device.HasKernels ? [] : HostRandom.Run(step.Graph);
        var inPlace = UpdatePlan.InPlace(step);
        byte[] model = ModelWriter.ToBytes(step.Graph);
        var session = new Session(model, (settings ?? Settings) with { Device = device });
        var states = step
            .Inputs.Select(entry => new StateLink(
                entry.Key,
                entry.Value,
                step.Updates.GetValueOrDefault(entry.Key),
                inPlace.Contains(entry.Key)
            ))
            .ToArray();
        return new StepProgram(session, device, states, draws, step.Graph);
    }

    /// <summary>The passes that end every step's making.</summary>
    public static void Optimize(Graph graph, Device device)
    {
        // First, so that kernels of ours compute what is of 16 bits, too.
        WidenElements.Run(graph, Has);
        // Noise takes its shape first; then a device without the kernels gets their twins.
        Decompose.Run(graph, node => HasKernel(node, device) || node.Op == "RandomUniform");
        ScanTrim.Run(graph);
        ScanHoist.Run(graph);
        if (!device.HasLoops)
            ScanUnrolling.Run(graph);
        ReluCaps.Run(graph);
        ComposeDoubles.Run(graph, Has);
        WidenElements.Run(graph, Has);
        Simplify.Run(graph);
        AxisOrder.Run(graph, drops: false);
        Simplify.Run(graph);
        CommonSubexpressions.Run(graph);

        bool Has(Node node, ElementType type) => ElementSupport.Has(device, node, type);
    }

    public void Dispose() => Session.Dispose();

    /// <summary>Refuses what the device has no float64 for.</summary>
    private static void CheckDoubles(Graph graph, Device device)
    {
        if (ComposeDoubles.Lacking(graph, (node, type) => ElementSupport.Has(device, node, type)) is not { } node)
            return;
        throw new LayerException(
            node.Scope.Length > 0 ? node.Scope.Replace("/gradient", "", StringComparison.Ordinal) : graph.Name,
            $"it computes {node.Op} in float64, which ONNX Runtime does not have on the device '{device}'; float32 was expected there. "
                + "Give this layer Dtype = \"float32\" (the others may stay in float64), or set Config.SetDtypePolicy(\"float32\") before the model is made."
        );
    }

    private static bool HasKernel(Node node, Device device) =>
        device.HasKernels && KernelDomain.Kerasharp.Has(node.Op) && node.Output.ElementType == ElementType.Float32;

    /// <summary>A state and the names of the graph's input and output that are its elements before and after.</summary>
    /// <param name="State">The state.</param>
    /// <param name="Input">The graph's input.</param>
    /// <param name="Output">The graph's output; null where the step only reads the state.</param>
    /// <param name="InPlace">Whether input and output share one buffer.</param>
    internal sealed record StateLink(State State, string Input, string? Output, bool InPlace);
}
