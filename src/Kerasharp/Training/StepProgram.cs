using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Onnx.Runtime.Devices;

namespace Kerasharp.Training;

/// <summary>A step that is ready to run: a session, and how its inputs and outputs meet the states. Runs are made by <see cref="StepRun"/>.</summary>
internal sealed class StepProgram : IDisposable
{
    private int _recordings;

    private StepProgram(
        Session session,
        Device device,
        StepGraph step,
        IReadOnlyList<StateLink> states,
        IReadOnlyList<HostDraw> draws,
        StepGuard guard
    )
    {
        Device = device;
        Guard = guard;
        Draws = draws;
        Session = session;
        States = states;
        var bound = states
            .SelectMany(s => new[] { s.Input, s.Output })
            .Concat(draws.Select(d => d.Draw.Input))
            .ToHashSet();
        Inputs = step.Graph.Inputs.Where(i => !bound.Contains(i.Name)).Select(i => (i.Name!, i.Type)).ToArray();
        Outputs = step.Graph.Outputs.Where(o => !bound.Contains(o.Name)).Select(o => (o.Name, o.Value.Type)).ToArray();
    }

    public Session Session { get; }

    /// <summary>What watches over the step while it runs.</summary>
    public StepGuard Guard { get; }

    /// <summary>Whether runs are recorded and played back: those of steps that change states.</summary>
    public bool IsRecorded => Session.Settings.Device.Features.CapturesGraphs;

    /// <summary>Where states and what goes in and out lie.</summary>
    public Device Device { get; }

    public IReadOnlyList<StateLink> States { get; }

    /// <summary>Whether a run changes states, so that one runs at a time.</summary>
    public bool ChangesStates => States.Any(s => s.Output is not null) || Draws.Any(d => d.Advances);

    /// <summary>The inputs that a run fills with random numbers by itself, where the device cannot draw them.</summary>
    public IReadOnlyList<HostDraw> Draws { get; }

    /// <summary>The inputs that a caller fills before a run, in the types in which they come.</summary>
    public IReadOnlyList<(string Name, TensorType Type)> Inputs { get; }

    /// <summary>The outputs that a caller reads after a run, in the types that are asked for.</summary>
    public IReadOnlyList<(string Name, TensorType Type)> Outputs { get; }

    /// <summary>Where each node runs.</summary>
    public required Placement Placement { get; init; }

    /// <summary>Makes a program of a step whose shapes are all numbers.</summary>
    /// <param name="step">The step.</param>
    /// <param name="device">Where it is to run.</param>
    /// <param name="profile">The beginning of a profile's file name, where runs are to be timed.</param>
    /// <exception cref="DeviceFallbackException">The device lacks nodes, and may not leave them to the processor.</exception>
    public static StepProgram Compile(StepGraph step, Device device, string? profile = null)
    {
        var features = device.Features;
        Optimize(step.Graph, device);
        CheckDoubles(step.Graph, device);
        step.DropUnread();
        var draws = features.HasKernels ? [] : TakeDraws(step);
        var states = step.Inputs.ToDictionary();
        var before = step.Graph;
        Adapt(step, features);
        WidenElements.KeepRoundings(step.Graph);
        var inPlace = features.UpdatesInPlace ? UpdatePlan.InPlace(step) : [];
        var nodes = device.IsCpu ? [] : Name(step.Graph);
        byte[] model = ModelWriter.ToBytes(step.Graph);
        var guard = new StepGuard(device, StepSizes.Of(step.Graph, BatchInput(step)));
        // What changes nothing may be run by many at once, and from anywhere.
        var where = step.Updates.Count > 0 ? device : device.WithoutCapture;
        var session = guard.Make(() =>
            new Session(model, SettingsFor(step.Graph, device) with { Device = where, ProfilePrefix = profile })
        );
        try
        {
            var placement =
                device.IsCpu || !SessionPlacement.IsTold
                    ? Placement.Known(step.Graph, device)
                    : Placement.Of(session, nodes);
            if (!device.AllowsFallback && placement.Fallbacks.Any())
                throw new DeviceFallbackException(placement);
            var links = states
                .Select(entry => new StateLink(
                    entry.Key,
                    entry.Value,
                    step.Updates.GetValueOrDefault(entry.Key),
                    inPlace.Contains(entry.Key)
                ))
                .ToArray();
            step.Rewrite(_ => before);
            return new StepProgram(session, device, step, links, draws, guard) { Placement = placement };
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Makes a program of a graph that is ready as it is, and whose weights are constants, so that ONNX Runtime lays them out.</summary>
    /// <param name="model">
    /// The graph as it is to run, its batch of any size: where sizes are numbers, ONNX Runtime makes other nodes of products and sums, which take a transformer
    /// some 5 % longer.
    /// </param>
    /// <param name="graph">The same with numbers for sizes.</param>
    /// <param name="device">Where it is to run.</param>
    /// <param name="batchInput">An input whose first dimension counts the examples.</param>
    public static StepProgram Open(Graph model, Graph graph, Device device, string batchInput)
    {
        var step = new StepGraph(graph.Name);
        step.Rewrite(_ => graph);
        var guard = new StepGuard(device, StepSizes.Of(graph, batchInput));
        var session = guard.Make(() =>
            new Session(ModelWriter.ToBytes(model), SessionSettings.Default with { Device = device })
        );
        return new StepProgram(session, device, step, [], [], guard) { Placement = Placement.Known(graph, device) };
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
        // First, so that kernels of ours compute what is of 16 bits, too.
        WidenElements.Run(graph, device.Features.Has);
        DeviceForms.Pools(graph, device.Features);
        // Noise takes its shape first; then a device without the kernels gets their twins.
        Decompose.Run(graph, node => HasKernel(node, device) || node.Op == "RandomUniform");
        ScanTrim.Run(graph);
        ScanHoist.Run(graph);
        if (!device.Features.HasLoops)
            ScanUnrolling.Run(graph);
        ReluCaps.Run(graph);
        ComposeDoubles.Run(graph, device.Features.Has);
        WidenElements.Run(graph, device.Features.Has);
        Simplify.Run(graph);
        AxisOrder.Run(graph, drops: false);
        Simplify.Run(graph);
        if (device.Features.HasKernels)
            ProductForms.Run(graph);
        CommonSubexpressions.Run(graph);
        if (device.Features.HasKernels)
            ActivationForms.Run(graph);
        RectifiedNormalizations.Run(graph);
        if (device.Features.HasWideKernels)
        {
            PoolForms.Run(graph);
            DirectForms.Run(graph);
            DirectProductForms.Run(graph);
        }
        if (device.Features.HasKernels)
        {
            GradientForms.Run(graph);
            DropForms.Run(graph);
            ClippingForms.Run(graph);
        }
    }

    /// <summary>A number for a recorded run, used once.</summary>
    public int NextRecording() => Interlocked.Increment(ref _recordings);

    public void Dispose() => Session.Dispose();

    /// <summary>Refuses what the device has no float64 for.</summary>
    private static void CheckDoubles(Graph graph, Device device)
    {
        if (ComposeDoubles.Lacking(graph, device.Features.Has) is not { } node)
            return;
        throw new LayerException(
            node.Scope.Length > 0 ? node.Scope.Replace("/gradient", "", StringComparison.Ordinal) : graph.Name,
            $"it computes {node.Op} in float64, which ONNX Runtime does not have on the device '{device}'; float32 was expected there. "
                + "Give this layer Dtype = \"float32\" (the others may stay in float64), or set Config.SetDtypePolicy(\"float32\") before the model is made."
        );
    }

    private static bool HasKernel(Node node, Device device) =>
        (
            DirectConvolutions.Has(node) || RecurrentSequences.Has(node) || DirectProducts.Has(node)
                ? device.Features.HasWideKernels
                : device.Features.HasKernels
        )
        && (!BatchStatistics.Has(node) || BatchStatistics.Pays(node))
        && KernelDomain.Kerasharp.Has(node.Op)
        && node.Output.ElementType == ElementType.Float32;

    /// <summary>
    /// Makes random numbers inputs. Seed and step, which say what is drawn, then stay with the host: it needs them before each run, and
    /// counts on itself.
    /// </summary>
    private static HostDraw[] TakeDraws(StepGraph step)
    {
        var byName = step.Inputs.ToDictionary(s => s.Value, s => s.Key);
        var draws = HostRandom.Run(step.Graph);
        var advances = draws.Select(d => byName[d.State]).Distinct().ToDictionary(state => state, step.DropUpdate);
        step.DropUnread();
        return [.. draws.Select(d => new HostDraw(d, byName[d.State], advances[byName[d.State]]))];
    }

    /// <summary>Writes the step in the element types and operators that a device has.</summary>
    private static void Adapt(StepGraph step, DeviceFeatures features)
    {
        if (NarrowElements.Needed(step.Graph, features.Stored))
            step.Rewrite(graph => NarrowElements.Run(graph, features.Stored));
        DeviceForms.Run(step.Graph, features);
        if (!features.HasKernels)
            Simplify.Run(step.Graph);
    }

    /// <summary>Names every node, so that what ONNX Runtime tells of it can be told of its layer.</summary>
    private static Dictionary<string, Node> Name(Graph graph)
    {
        var nodes = new Dictionary<string, Node>();
        foreach (var node in graph.Sort())
        {
            node.Name = FormattableString.Invariant($"{node.Scope}/{node.Op}.{nodes.Count}");
            nodes.Add(node.Name, node);
        }
        return nodes;
    }

    /// <summary>How a step's session is made.</summary>
    internal static SessionSettings SettingsFor(Graph graph, Device device)
    {
        var entries = new Dictionary<string, string>
        {
            ["optimization.disable_specified_optimizers"] = RuntimePasses.Idle(graph),
        };
        if (!device.IsCpu && SessionPlacement.IsTold)
            entries[SessionPlacement.RecordKey] = "1";
        return new SessionSettings { Configuration = entries };
    }

    /// <summary>Random numbers that the host draws before a run.</summary>
    /// <param name="Draw">The input that takes them.</param>
    /// <param name="State">Seed and step.</param>
    /// <param name="Advances">Whether a run counts the step on.</param>
    internal sealed record HostDraw(HostRandom.Draw Draw, State State, bool Advances);

    /// <summary>A state and the names of the graph's input and output that are its elements before and after.</summary>
    /// <param name="State">The state.</param>
    /// <param name="Input">The graph's input.</param>
    /// <param name="Output">The graph's output; null where the step only reads the state.</param>
    /// <param name="InPlace">Whether input and output share one buffer.</param>
    internal sealed record StateLink(State State, string Input, string? Output, bool InPlace);
}
