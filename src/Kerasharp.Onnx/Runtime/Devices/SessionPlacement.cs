namespace Kerasharp.Onnx.Runtime.Devices;

/// <summary>Asks a session which provider has which of its nodes.</summary>
internal static unsafe class SessionPlacement
{
    /// <summary>The entry of a session's configuration without which it keeps no account.</summary>
    public const string RecordKey = "session.record_ep_graph_assignment_info";

    /// <summary>The first version of ONNX Runtime that keeps one.</summary>
    public const int Since = 24;

    /// <summary>Whether the library keeps one.</summary>
    public static bool IsTold => OrtApi.Version >= Since;

    /// <summary>Provider, name and operator of every node, after the rewriting that comes before nodes are given to providers.</summary>
    /// <exception cref="NotSupportedException">The library is too old.</exception>
    public static IReadOnlyList<Assignment> Read(Session session)
    {
        if (!IsTold)
            throw new NotSupportedException(
                $"Where nodes run was asked of ONNX Runtime {OrtApi.VersionText}; it tells from 1.{Since} on. Reference a newer package."
            );
        using var lease = session.Handle.Borrow();
        var assignments = new List<Assignment>();
        nint graphs = 0;
        nint count = 0;
        OrtApi.Call(OrtSlot.SessionGetEpGraphAssignmentInfo, lease.Pointer, (nint)(&graphs), (nint)(&count));
        for (int i = 0; i < count; i++)
        {
            nint graph = ((nint*)graphs)[i];
            string provider = Text(OrtSlot.EpAssignedSubgraphGetEpName, graph);
            nint nodes = 0;
            nint size = 0;
            OrtApi.Call(OrtSlot.EpAssignedSubgraphGetNodes, graph, (nint)(&nodes), (nint)(&size));
            for (int j = 0; j < size; j++)
            {
                nint node = ((nint*)nodes)[j];
                assignments.Add(
                    new Assignment(
                        provider,
                        Text(OrtSlot.EpAssignedNodeGetName, node),
                        Text(OrtSlot.EpAssignedNodeGetDomain, node),
                        Text(OrtSlot.EpAssignedNodeGetOperatorType, node)
                    )
                );
            }
        }
        return assignments;
    }

    private static string Text(int slot, nint handle) => OrtApi.Text((byte*)OrtApi.Get(slot, handle));

    /// <summary>A node and the provider that has it.</summary>
    /// <param name="Provider">ONNX Runtime's name of the provider, such as CPUExecutionProvider.</param>
    /// <param name="Name">The node's name.</param>
    /// <param name="Domain">The operator's domain; empty for ONNX's own.</param>
    /// <param name="Op">The operator.</param>
    public sealed record Assignment(string Provider, string Name, string Domain, string Op);
}
