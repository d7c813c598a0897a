using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Training;

/// <summary>
/// Which of some nodes come before others: a bit for each of them at every node, so that a deep graph with many such questions takes one
/// walk instead of one for each.
/// </summary>
internal sealed class Ancestry
{
    private readonly Dictionary<Node, int> _places = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Node, ulong[]> _before = new(ReferenceEqualityComparer.Instance);
    private readonly int _words;

    /// <summary>Without nodes as yet.</summary>
    /// <param name="sought">The nodes that may be asked for.</param>
    public Ancestry(IEnumerable<Node> sought)
    {
        foreach (var node in sought)
            _places.TryAdd(node, _places.Count);
        _words = (_places.Count + 63) / 64;
    }

    /// <summary>Takes a node in, after all that it reads.</summary>
    public void Add(Node node)
    {
        _before.Add(node, new ulong[_words]);
        foreach (var input in node.Inputs)
            if (input?.Producer is { } producer)
                Add(node, producer);
    }

    /// <summary>Lets a node come after another one, too.</summary>
    public void Add(Node node, Node earlier)
    {
        var bits = _before[node];
        if (_before.TryGetValue(earlier, out var further))
            for (int i = 0; i < bits.Length; i++)
                bits[i] |= further[i];
        if (_places.TryGetValue(earlier, out int place))
            bits[place / 64] |= 1UL << (place % 64);
    }

    /// <summary>Whether one of the sought nodes comes before a node.</summary>
    public bool Has(Node node, Node earlier) =>
        _places.TryGetValue(earlier, out int place) && (_before[node][place / 64] >> (place % 64) & 1) != 0;
}
