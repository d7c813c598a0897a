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

    private int _recordings;

    private StepProgram(
        Session session,
        Device device,
        IReadOnlyList<StateLink> states,
        IReadOnlyList<HostRandom.Draw> draws,
        Graph graph,
        StepGuard guard
    )
    {
        Guard = guard;
        Draws = draws;
        Session = session;
        Device = device;
        States = states;
        var bound = states.SelectMany(s => new[] { s.Input, s.Output }).Concat(draws.Select(d => d.Input)).ToHashSet();
        Inputs = graph.Inputs.Where(i => !bound.Contains(i.Name)).Select(i => (i.Name!, i.Type)).ToArray();
        Outputs = graph.Outputs.Where(o => !bound.Contains(o.Name)).Select(o => (o.Name, o.Value.Type)).ToArray();
    }

    public Session Session { get; }

    /// <summary>What watches over the step while it runs.</summary>
    public StepGuard Guard { get; }

    /// <summary>Whether runs are recorded and played back: those of steps that train, at fixed places.</summary>
    public bool IsRecorded => Session.Settings.Device.CapturesGraphs;

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
        step.DropUnread();
        // The state stays an input, though then no draw reads it: the run does.
        var draws = device.HasKernels ? [] : HostRandom.Run(step.Graph);
        var inPlace = device.UpdatesInPlace ? UpdatePlan.InPlace(step) : [];
        byte[] model = ModelWriter.ToBytes(step.Graph);
        var guard = new StepGuard(device, StepSizes.Of(step.Graph, BatchInput(step)));
        // What changes nothing may be run by many at once, and from anywhere.
        var where = step.Updates.Count > 0 ? device : device.WithoutCapture;
        var session = guard.Make(() => new Session(model, (settings ?? Settings) with { Device = where }));
        var states = step
            .Inputs.Select(entry => new StateLink(
                entry.Key,
                entry.Value,
                step.Updates.GetValueOrDefault(entry.Key),
                inPlace.Contains(entry.Key)
            ))
            .ToArray();
        return new StepProgram(session, device, states, draws, step.Graph, guard);
    }

    /// <summary>An input whose first dimension counts the examples: the first that is no state.</summary>
    private static string? BatchInput(StepGraph step)
    {
        var states = step.Inputs.Values.ToHashSet();
        return step.Graph.Inputs.FirstOrDefault(i => !states.Contains(i.Name!))?.Name;
    }

    /// <summary>The passes that end every step's making.</summary>
    public static void Optimize(Graph graph, Device device)
    {
        // Noise takes its shape first; then a device without the kernels gets their twins.
        Decompose.Run(graph, node => HasKernel(node, device) || node.Op == "RandomUniform");
        ScanTrim.Run(graph);
        ScanHoist.Run(graph);
        if (!device.HasLoops)
            ScanUnrolling.Run(graph);
        ReluCaps.Run(graph);
        Simplify.Run(graph);
        AxisOrder.Run(graph, drops: false);
        Simplify.Run(graph);
        CommonSubexpressions.Run(graph);
    }

    /// <summary>A number for a recorded run, used once.</summary>
    public int NextRecording() => Interlocked.Increment(ref _recordings);

    public void Dispose() => Session.Dispose();

    private static bool HasKernel(Node node, Device device) =>
        device.HasKernels && KernelDomain.Kerasharp.Has(node.Op) && node.Output.ElementType == ElementType.Float32;

    /// <summary>A state and the names of the graph's input and output that are its elements before and after.</summary>
    /// <param name="State">The state.</param>
    /// <param name="Input">The graph's input.</param>
    /// <param name="Output">The graph's output; null where the step only reads the state.</param>
    /// <param name="InPlace">Whether input and output share one buffer.</param>
    internal sealed record StateLink(State State, string Input, string? Output, bool InPlace);
}
