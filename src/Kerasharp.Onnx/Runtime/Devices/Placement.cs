using System.Collections;
using System.Globalization;
using System.Text;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Onnx.Runtime.Devices;

namespace Kerasharp;

/// <summary>
/// Which nodes of a step run on its device and which on the processor, and why. A node on the processor costs copies from the device and
/// back in every step.
/// </summary>
/// <example>
/// <code>
/// model.Fit(x, y, epochs: 1);
/// Console.WriteLine(model.Placement());   // 214 nodes on webgpu, 0 on the processor
/// </code>
/// </example>
public sealed class Placement : IReadOnlyList<NodePlacement>
{
    private const string Processor = "CPUExecutionProvider";
    private readonly NodePlacement[] _nodes;

    private Placement(Device device, NodePlacement[] nodes)
    {
        Device = device;
        _nodes = nodes;
    }

    /// <summary>The device of the step.</summary>
    public Device Device { get; }

    /// <summary>The nodes that run on the processor though the step is another device's.</summary>
    public IEnumerable<NodePlacement> Fallbacks => _nodes.Where(n => n.Reason is not null);

    /// <inheritdoc/>
    public int Count => _nodes.Length;

    /// <inheritdoc/>
    public NodePlacement this[int index] => _nodes[index];

    /// <inheritdoc/>
    public IEnumerator<NodePlacement> GetEnumerator() => ((IEnumerable<NodePlacement>)_nodes).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>How many nodes run where, and a line for each kind of node that runs on the processor instead of the device.</summary>
    public override string ToString()
    {
        int fallbacks = Fallbacks.Count();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Count - fallbacks} nodes on {Device}");
        if (Device.IsCpu && fallbacks == 0)
            return text.ToString();
        text.Append(CultureInfo.InvariantCulture, $", {fallbacks} on the processor");
        foreach (var group in Fallbacks.GroupBy(n => (n.Layer, n.Operator, n.Reason)))
            text.AppendLine()
                .Append(
                    CultureInfo.InvariantCulture,
                    $"  {group.Count()} {group.Key.Operator} of '{group.Key.Layer}': {group.Key.Reason}"
                );
        return text.ToString();
    }

    /// <summary>The placement as far as it is known without asking ONNX Runtime: what the device lacks runs on the processor.</summary>
    internal static Placement Known(Graph graph, Device device) =>
        new(
            device,
            [
                .. graph
                    .Sort()
                    .Select(n =>
                        // The processor has nothing to fall back on.
                        device == Device.Cpu
                        || device.Features.Lack(n) is null
                            ? new NodePlacement(n.Scope, Operator(n.Domain, n.Op), device.Name, null)
                            : new NodePlacement(n.Scope, Operator(n.Domain, n.Op), "cpu", Reason(n, device))
                    ),
            ]
        );

    /// <summary>The placement that ONNX Runtime decided on.</summary>
    /// <remarks>
    /// It keeps account of what it gave to the processor, but of other nodes only in part (1.30): where a provider has an order of axes of
    /// its own, those that it took before the axes were reordered are left out. So what the processor was not given, the device has.
    /// </remarks>
    /// <param name="session">The session.</param>
    /// <param name="nodes">The graph's nodes by the names that the session knows.</param>
    internal static Placement Of(Session session, IReadOnlyDictionary<string, Node> nodes)
    {
        var device = session.Settings.Device;
        var onProcessor = SessionPlacement.Read(session).Where(a => a.Provider == Processor).ToList();
        var names = onProcessor.Select(a => a.Name).ToHashSet();
        var placed = nodes
            .Where(n => !names.Contains(n.Key))
            .Select(n => new NodePlacement(n.Value.Scope, Operator(n.Value.Domain, n.Value.Op), device.Name, null))
            .Concat(onProcessor.Select(a => Fallback(a, nodes.GetValueOrDefault(a.Name), device)));
        return new Placement(device, [.. placed]);
    }

    private static NodePlacement Fallback(SessionPlacement.Assignment assignment, Node? node, Device device) =>
        new(node?.Scope ?? "", Operator(assignment.Domain, assignment.Op), "cpu", Reason(node, device));

    private static string Reason(Node? node, Device device) =>
        node is not null && device.Features.Lack(node) is { } lack
            ? $"{device.Name} has {lack}"
            : "ONNX Runtime gave it to the processor (it has no kernel there for these types, or takes it for a computation of shapes)";

    private static string Operator(string domain, string op) => domain is "" or "ai.onnx" ? op : $"{domain}.{op}";
}
